import type { ObjectKind } from "./object-kind.ts";
import type { Seed } from "./seed.ts";

/** How sure it is that something belongs to the intruder; each claim says why. */
export type Certainty = "certain" | "likely" | "possible";

/** A scope as it is kept: a question that can be asked again. Times are milliseconds UTC, half open. */
export interface ScopeQuery {
  readonly tenant: string;
  readonly seeds: readonly Seed[];
  readonly since: number;
  readonly until: number;
}

/** Everything that the intruder touched, as far as the events in the store show it. */
export interface Scope {
  readonly query: ScopeQuery;
  /** What the intruder acted through, in the order in which it came to be the intruder's. */
  readonly holds: readonly Hold[];
  /** What was touched, or tried; in order of the first touch. */
  readonly objects: readonly ScopeObject[];
  /** The edges of the graph: through what, to what, how, when. In order of time. */
  readonly steps: readonly ScopeStep[];
  /** What the rights of the taken identities would have reached besides. */
  readonly reachable: readonly Reachable[];
  /** Addresses and agents that many people share: named, never gone by. */
  readonly shared: readonly SharedPlace[];
  /** The intruder's first and last event, milliseconds UTC; `undefined` when there is none. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** Uid of the first event, and when it reached us. */
  readonly firstEvidence: { readonly uid: string; readonly received: number } | undefined;
  /** Events that are the intruder's. */
  readonly events: number;
  /** What could not be seen, in sentences. */
  readonly unknown: readonly string[];
}

export type HoldKind = "session" | "user" | "token" | "client" | "address" | "agent" | "provider";

/** Something through which the intruder acts: a stolen session, a token they made, an address of theirs. */
export interface Hold {
  /** `kind:value`. */
  readonly key: string;
  readonly kind: HoldKind;
  readonly value: string;
  /** The intruder's from this moment on, milliseconds UTC. */
  readonly since: number;
  readonly certainty: Certainty;
  /** A sentence. */
  readonly why: string;
  /** The hold that led to it, `""` for a seed. */
  readonly from: string;
  /** Events that show it. */
  readonly uids: readonly string[];
  /** Whose it is, when it is a person's: a user's id and name. */
  readonly owner: { readonly id: string; readonly name: string } | undefined;
  /** First and last use by the intruder, and how many events; 0 when it was not used. */
  readonly first: number;
  readonly last: number;
  readonly events: number;
  /** Addresses and agents from which the intruder used it. */
  readonly ips: readonly string[];
  readonly agents: readonly string[];
}

/** How an object was touched, from least to most. `tried`: it did not work. `acted-as`: the identity itself. */
export type Touch = "tried" | "used" | "read" | "ended" | "changed" | "created" | "acted-as";

export interface ScopeObject {
  /** `kind:id`. */
  readonly key: string;
  readonly kind: ObjectKind;
  readonly id: string;
  readonly name: string;
  /** The source's own word for its type. */
  readonly type: string;
  /** The strongest of its steps. */
  readonly touch: Touch;
  readonly certainty: Certainty;
  readonly why: string;
  readonly first: number;
  readonly last: number;
  /** Events that show it; those beyond a bound are counted in `events` only. */
  readonly uids: readonly string[];
  readonly events: number;
}

export interface ScopeStep {
  /** Key of a hold. */
  readonly from: string;
  /** Key of an object. */
  readonly to: string;
  readonly type: string;
  readonly touch: Touch;
  /** What was done, in a few words. */
  readonly what: string;
  /** Results of the events, such as SUCCESS. */
  readonly outcomes: readonly string[];
  readonly certainty: Certainty;
  readonly why: string;
  readonly first: number;
  readonly last: number;
  readonly uids: readonly string[];
  readonly events: number;
}

/** What a taken identity could have done. */
export interface Reachable {
  readonly user: { readonly id: string; readonly name: string };
  /** Its role, or `application` for what it used in its ordinary life. */
  readonly by: string;
  readonly what: string;
  readonly kinds: readonly ObjectKind[];
  /** Objects by key and name, where they are known one by one. */
  readonly objects: readonly { readonly key: string; readonly name: string }[];
  /** How it is known. */
  readonly why: string;
  readonly uids: readonly string[];
}

export interface SharedPlace {
  readonly kind: "address" | "agent";
  readonly value: string;
  /** People who used it before the intruder came. */
  readonly people: number;
}
