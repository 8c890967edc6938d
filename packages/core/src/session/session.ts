import type { UserHistory } from "../baseline/index.ts";
import type { Context } from "./context.ts";
import type { Footing } from "./footing.ts";
import type { Suspicion } from "./suspicion.ts";

/** A person as the engine knows them while it runs. */
export interface Person {
  readonly tenant: string;
  /** What the history is kept by: the user's id, or `token:` and an API token's. */
  readonly key: string;
  readonly id: string;
  name: string;
  readonly history: UserHistory;
  /** Where the person was last seen without doubt, in whatever session, and when. */
  lastSettled: Footing | undefined;
  lastSeen: number;
  /** Where the person stood of late, for sharing. */
  footings: readonly Footing[];
  /** The last success of a factor. */
  proof: Proof | undefined;
  /** The last sign-in that opened a session, to which transient ids belong. */
  signIn: SignIn | undefined;
  /** Doubtful sessions of this person that are still followed, oldest first. */
  suspects: readonly Session[];
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
  readonly footing: Footing;
  readonly session: Session;
}

/** Pushes that were not approved, resets done by somebody else, and when the account was made. */
export interface Trouble {
  pushes: { readonly time: number; readonly uid: string; readonly denied: boolean; readonly phishing: boolean }[];
  reset: { readonly time: number; readonly uid: string; readonly by: string; readonly what: string } | undefined;
  /** 0 when the log does not say. */
  joined: number;
}

/** What is known of few sessions. */
export interface Rare {
  /** All contexts; the first opened the session. */
  readonly contexts?: readonly Context[];
  /** Further ids of the same session. */
  readonly ids?: readonly string[];
  /** When it was ended. */
  readonly ended?: number;
  /** The last time the Admin Console refused it, and from which context. */
  readonly refused?: { readonly time: number; readonly context: number };
}

const NOTHING: Rare = {};
const STARTED = 1;
const JUDGED = 2;
const FACTOR = 4;
const CONSOLE = 8;

/** What one proof of identity opened. A million of these may be alive: what is rare lies apart. */
export class Session {
  /** The id it was first seen under: root, else external, else `token:` and the API token's id. */
  readonly key: string;
  readonly person: Person;
  current: Context;
  suspicion: Suspicion | undefined = undefined;
  rare: Rare = NOTHING;
  /** What is so, in bits. */
  flags = 0;

  constructor(key: string, person: Person, current: Context) {
    this.key = key;
    this.person = person;
    this.current = current;
  }

  /** A sign-in for it was seen. */
  get started(): boolean {
    return (this.flags & STARTED) !== 0;
  }
  /** How it began has been weighed: at its sign-in, or at the first event that is no step of one. */
  get judged(): boolean {
    return (this.flags & JUDGED) !== 0;
  }
  /** A second factor was proved in it. */
  get factor(): boolean {
    return (this.flags & FACTOR) !== 0;
  }
  /** The Admin Console was opened in it by its owner. */
  get console(): boolean {
    return (this.flags & CONSOLE) !== 0;
  }

  /** From now on it is so. */
  note(what: "started" | "judged" | "factor" | "console"): void {
    this.flags |= what === "started" ? STARTED : what === "judged" ? JUDGED : what === "factor" ? FACTOR : CONSOLE;
  }

  /** Learns something rare. */
  know(more: Rare): void {
    this.rare = { ...this.rare, ...more };
  }
}

/** Contexts a session may have; further ones are counted with the one they are most like. */
export const MAX_CONTEXTS = 16;

/** The contexts of a session, the opening one first. */
export function contextsOf(session: Session): readonly Context[] {
  return session.rare.contexts ?? [session.current];
}

/** When the session was first seen, in milliseconds, and the event that showed it. */
export function openingOf(session: Session): { readonly time: number; readonly uid: string } {
  const { first, firstUid } = session.rare.contexts?.[0] ?? session.current;
  return { time: first, uid: firstUid };
}

/** Every id the session is known by. */
export function idsOf(session: Session): readonly string[] {
  return [session.key, ...(session.rare.ids ?? [])];
}
