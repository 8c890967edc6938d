import type { Approval } from "@nightlatch/core";
import type { OktaClient } from "../connect/okta/index.ts";
import type { Around } from "./around.ts";

/** What an action is done to. */
export type TargetKind =
  | "user"
  | "factor"
  | "role"
  | "membership"
  | "api-token"
  | "provider"
  | "policy-rule"
  | "app"
  | "client-credential"
  | "address"
  | "support-case"
  | "task";

export interface Target {
  readonly kind: TargetKind;
  /** Okta's id; the address itself for an address, the number for a support case, a slug for a task. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** Id of what it belongs to: the user of a factor, a role or a membership, the policy of a rule. */
  readonly owner?: string;
  /** Sessions of a user that somebody else used, as the log names them. */
  readonly sessions?: readonly string[];
  /** How a policy rule was before it was changed, or words for a task. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** What an action would do, from the tenant's state as it is. */
export interface Preview {
  /** Everything that ends or changes, a sentence each. */
  readonly ends: readonly string[];
  /** People who notice it, by name. */
  readonly affected: readonly string[];
  /** What stops working for them. */
  readonly breaks: readonly string[];
  /** What lives on, and until when. */
  readonly leaves: readonly string[];
  /** It is so already, and nothing has to be done. */
  readonly already: boolean;
  /** What undoing it needs to know: plain data, no secrets. */
  readonly before: Readonly<Record<string, unknown>>;
}

/** Why an action must not run, or not now. */
export interface Objection {
  /** `NL-RESPOND-…`. */
  readonly code: string;
  readonly reason: string;
}

/** What reading back said. "unknown" when what would show it could not be read. */
export interface Proof {
  readonly answer: "yes" | "no" | "unknown";
  /** What was read, and what it said. */
  readonly read: readonly string[];
  /** Uids of the events that show it. */
  readonly events: readonly string[];
  /** Since when it is so, by the tenant's own clock, milliseconds UTC; absent when nothing says it. */
  readonly since?: number;
}

/** Something that must not be used any more. */
export interface Artefact {
  readonly kind: "sessions-of" | "session" | "api-token" | "user" | "provider" | "app" | "address";
  readonly id: string;
  readonly name: string;
}

/** One way to change a tenant for the better. Its rule stands in words at the top of its file. */
export interface Action {
  readonly id: string;
  /** In the imperative, as a line of a plan: "End every session and OAuth token". */
  readonly title: string;
  readonly takes: TargetKind;
  /** The call that does it, with `{id}` and `{owner}` of the target; `""` when there is none. */
  readonly call: string;
  /** Okta's scopes that the acting credential needs for it, and no more. */
  readonly scopes: readonly string[];
  /** Who has to agree at the least, whatever a playbook says. */
  readonly approval: Approval;
  /** It ends the sessions that there are; one that is stolen later has to be ended by doing it again. */
  readonly endsSessions?: true;
  /** What it does, from real state; changes nothing. */
  readonly preview: (target: Target, around: Around) => Promise<Preview>;
  /** What stands against it, looked at again in the moment before it runs. The protected list is asked besides. */
  readonly preconditions: (target: Target, around: Around) => Promise<readonly Objection[]>;
  /** Users who may lose their power as administrators by it; such actions run one at a time. Absent: nobody. */
  readonly disarms?: (target: Target, around: Around) => Promise<readonly string[]>;
  /** Does it. Doing it twice is as doing it once. */
  readonly run: (target: Target, how: Doing) => Promise<void>;
  /** Whether it is so now; `since` is when the action began, by the tenant's clock (milliseconds). */
  readonly readBack: (target: Target, around: Around, since: number) => Promise<Proof>;
  /** What must not be used any more once it is done. */
  readonly watched: (target: Target) => readonly Artefact[];
  /** The latest moment at which what it ended could still have been alive by itself, milliseconds UTC. */
  readonly watchUntil: (target: Target, done: number) => number;
  /** The way back, when there is one. */
  readonly undo?: Undo;
}

/** How a change is taken back; `before` is what the preview kept. */
export interface Undo {
  /** In the imperative. */
  readonly title: string;
  readonly run: (target: Target, how: Doing) => Promise<void>;
  readonly readBack: (target: Target, how: Omit<Doing, "client">) => Promise<Proof>;
}

export interface Doing {
  /** Signed in with the credential that acts. */
  readonly client: OktaClient;
  readonly around: Around;
  /** The preview's `before`. */
  readonly before: Readonly<Record<string, unknown>>;
  /** Ends the call when it takes too long. */
  readonly signal?: AbortSignal;
}

/** How many different people have to agree. */
export const PEOPLE: Readonly<Record<Approval, number>> = { none: 0, one: 1, two: 2 };
