import type { Envelope } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import type { Consequence } from "./consequence.ts";
import { type Claim, Places } from "./places.ts";
import type { Certainty, HoldKind } from "./scope.ts";

/** The field of a question by which a thread is followed. */
export type Pivot = "sessions" | "tokens" | "actors" | "clients" | "ips" | "agents" | "targets";

/** One thing that the intruder acts through, while its events are being looked for. */
export interface Thread {
  readonly key: string;
  readonly kind: HoldKind;
  readonly value: string;
  readonly pivot: Pivot;
  /** Values asked for: of a session all its ids. */
  readonly values: readonly string[];
  readonly types?: readonly string[];
  /** Events from then on are asked for, milliseconds. */
  readonly askSince: number;
  readonly since: number;
  readonly certainty: Certainty;
  readonly why: string;
  readonly from: string;
  readonly uids: readonly string[];
  readonly owner: { readonly id: string; readonly name: string } | undefined;
  /** What the finding behind it tells, when there is one: it has the last word on the events of its session. */
  readonly places?: Places;
  /** Whether what is done in a session opened with it is the intruder's too. */
  readonly whole: boolean;
  readonly judge: (event: Envelope) => Claim | undefined;
}

/** Where a thread comes from. */
export interface Origin {
  readonly from: string;
  readonly uids: readonly string[];
}

const SEED: Origin = { from: "", uids: [] };

/** The sessions and tokens that a finding tells of; its user where it names neither. */
export function threadsOfFinding(
  finding: Finding,
  { since, origin = SEED }: { readonly since: number; readonly origin?: Origin },
): readonly Thread[] {
  const places = new Places(finding);
  const { session, token, user } = finding.entities;
  const [owner] = user;
  const told = finding.story === undefined ? "names" : "tells from its owner's use of";
  const thread = (kind: HoldKind, pivot: Pivot, values: readonly string[]): Thread => ({
    key: `${kind}:${values[0] ?? ""}`,
    kind,
    value: values[0] ?? "",
    pivot,
    values,
    askSince: since,
    since: places.since,
    certainty: finding.story === undefined ? "likely" : "certain",
    why: `The finding ${finding.id} (${finding.rule.title}) ${told} this ${kind}`,
    ...origin,
    owner,
    places,
    whole: false,
    judge: (event) => places.judge(event),
  });
  if (session.length > 0) return [thread("session", "sessions", session)];
  if (token.length > 0) return token.map((one) => thread("token", "tokens", [one]));
  return user.filter(({ id }) => id !== "").map(({ id }) => thread("user", "actors", [id]));
}

/** What an event of the intruder made theirs. `isTheirs` knows the intruder's places. */
export function threadOfConsequence(
  { kind, value, how, why, owner }: Consequence,
  event: Envelope,
  parts: { readonly from: string; readonly certainty: Certainty; readonly isTheirs: (event: Envelope) => boolean },
): Thread {
  const { from, certainty, isTheirs } = parts;
  const signIns = kind === "provider" ? { types: ["user.authentication.auth_via_IDP"] } : {};
  return {
    key: `${kind}:${value}`,
    kind,
    value,
    pivot: PIVOTS[kind],
    values: [value],
    ...signIns,
    askSince: event.time,
    since: event.time,
    certainty,
    why,
    from,
    uids: [event.uid],
    owner,
    whole: how === "all" && kind !== "provider",
    judge: (seen) => {
      if (seen.time < event.time || seen.uid === event.uid) return undefined;
      if (kind === "provider")
        return isTheirs(seen)
          ? { certainty: "likely", why: `${why}, and this sign-in through it came from the intruder's place` }
          : { certainty: "possible", why: `${why}; somebody signed in through it afterwards` };
      if (how === "all") return { certainty, why };
      return isTheirs(seen)
        ? { certainty: "likely", why: `${why}, and this came from the intruder's place` }
        : undefined;
    },
  };
}

/** An address of the intruder. `before` are the people who were there first: what they do there is theirs. */
export function threadOfAddress(
  ip: string,
  parts: Origin & {
    readonly askSince: number;
    readonly since: number;
    readonly before: ReadonlySet<string>;
    readonly looksAlike: (event: Envelope) => boolean;
    readonly seed?: boolean;
  },
): Thread {
  const { askSince, since, before, looksAlike, from, uids, seed = false } = parts;
  return {
    key: `address:${ip}`,
    kind: "address",
    value: ip,
    pivot: "ips",
    values: [ip],
    askSince,
    since,
    certainty: "likely",
    why: seed ? "The scope was asked for this address" : "The intruder came from here, and hardly anybody did before",
    from,
    uids,
    owner: undefined,
    whole: false,
    judge: (event) => {
      if (event.actorType === "SystemPrincipal" || before.has(event.actorId)) return undefined;
      if (seed) return { certainty: "likely", why: `From ${ip}, which the scope was asked for` };
      return looksAlike(event)
        ? { certainty: "likely", why: `From the intruder's address ${ip}, with the intruder's browser or device` }
        : { certainty: "possible", why: `From the intruder's address ${ip}, with another browser` };
    },
  };
}

/** A seed that no finding tells about: all of its events may be the intruder's. */
export function threadOfSeed(kind: "session" | "user" | "token" | "agent", value: string, since: number): Thread {
  const why = `No finding tells what of this ${kind} is the intruder's`;
  return {
    key: `${kind}:${value}`,
    kind,
    value,
    pivot: PIVOTS[kind],
    values: [value],
    askSince: since,
    since,
    certainty: "possible",
    why,
    ...SEED,
    owner: undefined,
    whole: false,
    judge: (event) => (event.actorType === "SystemPrincipal" ? undefined : { certainty: "possible", why }),
  };
}

/** A session that was opened with something of the intruder's: all of it is theirs. */
export function threadOfSession(id: string, parent: Thread, event: Envelope): Thread {
  const why = `Opened through ${parent.key}: ${parent.why}`;
  const { certainty, key } = parent;
  return {
    ...threadOfSeed("session", id, event.time),
    certainty,
    why,
    from: key,
    uids: [event.uid],
    owner: { id: event.actorId, name: event.actorName },
    whole: true,
    judge: (seen) => (seen.actorType === "SystemPrincipal" ? undefined : { certainty, why }),
  };
}

const PIVOTS: Readonly<Record<HoldKind, Pivot>> = {
  session: "sessions",
  user: "actors",
  token: "tokens",
  client: "clients",
  address: "ips",
  agent: "agents",
  provider: "targets",
};

/** Whether an event belongs to a thread, as its question asked for it. */
export function belongs(thread: Thread, event: Envelope): boolean {
  const { pivot, values } = thread;
  switch (pivot) {
    case "sessions":
      return values.includes(event.session) || values.includes(event.root);
    case "tokens":
      return values.includes(event.token);
    case "actors":
      return values.includes(event.actorId) || values.includes(event.actorName);
    case "clients":
      return values.includes(event.client);
    case "ips":
      return values.includes(event.ip);
    case "agents":
      return values.includes(event.ua);
    case "targets":
      return event.targets.some(({ id }) => values.includes(id));
  }
}

/** The end of a session as the provider tells it, from no address: a consequence, and nobody's deed. */
export function isEnding({ type, ip }: Envelope): boolean {
  return ip === "" && /^user\.session\.(?:end|expire|clear)$/.test(type);
}
