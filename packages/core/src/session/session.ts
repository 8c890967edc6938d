import type { UserHistory } from "../baseline/index.ts";
import type { Context } from "./context.ts";
import type { Suspicion } from "./suspicion.ts";

/** A person as the engine knows them while it runs. */
export interface Person {
  readonly tenant: string;
  readonly id: string;
  name: string;
  readonly history: UserHistory;
  /** Where the person was last seen without doubt, in whatever session. */
  lastSettled: Context | undefined;
  /** The last success of a factor. */
  proof: Proof | undefined;
  /** The last sign-in that opened a session, to which transient ids belong. */
  signIn: SignIn | undefined;
  /** Doubtful sessions of this person that are still followed. */
  suspects: Session[];
  /** What happened to the account that makes a sign-in worth a second look; absent for nearly everybody. */
  trouble: Trouble | undefined;
}

export interface Proof {
  readonly time: number;
  readonly uid: string;
  readonly ip: string;
  readonly strength: "password" | "factor" | "resistant";
}

export interface SignIn {
  readonly time: number;
  readonly context: Context;
  readonly session: Session;
}

/** Pushes that were not approved, resets done by somebody else, and when the account was made. */
export interface Trouble {
  pushes: { readonly time: number; readonly uid: string; readonly denied: boolean; readonly phishing: boolean }[];
  reset: { readonly time: number; readonly uid: string; readonly by: string; readonly what: string } | undefined;
  /** 0 when the log does not say. */
  joined: number;
}

/** What one proof of identity opened. A million of these may be alive: everything rare lies behind `suspicion`. */
export interface Session {
  /** The id it was first seen under: root, else external, else `token:` and the API token's id. */
  readonly key: string;
  readonly person: Person;
  readonly opened: number;
  readonly openedUid: string;
  /** A sign-in for it was seen. */
  started: boolean;
  /** How it began has been weighed: at its sign-in, or at the first event that is no step of one. */
  judged: boolean;
  /** A second factor was proved in it. */
  factor: boolean;
  ended: number;
  /** The Admin Console was opened in it by its owner. */
  console: boolean;
  /** The last time the Admin Console refused it, and from which context; absent for nearly all. */
  refused: { readonly time: number; readonly context: number } | undefined;
  /** Further ids of the same session; absent for most. */
  ids: string[] | undefined;
  current: Context;
  /** All contexts; `contexts[0]` opened it. Absent while there is one only. */
  contexts: Context[] | undefined;
  suspicion: Suspicion | undefined;
}

/** Contexts a session may have; further ones are counted with the one they are most like. */
export const MAX_CONTEXTS = 16;

/** The contexts of a session, the opening one first. */
export function contextsOf(session: Session): readonly Context[] {
  return session.contexts ?? [session.current];
}

/** Every id the session is known by. */
export function idsOf(session: Session): readonly string[] {
  return session.ids === undefined ? [session.key] : [session.key, ...session.ids];
}
