import { type Finding, type Scope, type SeenEvent } from "@nightlatch/core";
import type { People } from "../around.ts";
import type { Target } from "../action.ts";
import { type Reached, reachedBy } from "./deeds.ts";

/** What a case knows of the intruder, as a plan needs it: who was harmed, from where, and what was done. */
export interface Traces {
  readonly reached: readonly Reached[];
  readonly people: People;
}

/** Who the intruder is in the log: which sessions, from which addresses, since when. Times are milliseconds UTC. */
export interface Trail {
  readonly victims: readonly { readonly id: string; readonly name: string }[];
  readonly sessions: readonly string[];
  readonly addresses: readonly string[];
  readonly tokens: readonly string[];
  readonly since: number;
  /** Events that the claims rest on. */
  readonly uids: readonly string[];
}

/**
 * The trail that findings show by themselves, before anybody has scoped: the intruder's addresses are those of the
 * contexts that the story calls the intruder's and the owner was not seen in.
 */
export function trailOf(findings: readonly Finding[]): Trail {
  const told = findings.filter(({ story, entities }) => story !== undefined || entities.token.length > 0);
  // A finding about one event names who did it, which may be the victim or anybody; it is gone by only when alone.
  const used = told.length > 0 ? told : findings;
  const contexts = used.flatMap(({ story }) => story?.contexts ?? []);
  const owners = new Set(contexts.filter(({ role }) => role === "victim").map(({ ip }) => ip));
  const strangers = contexts.filter(({ role, ip }) => role === "intruder" && ip !== "" && !owners.has(ip));
  const starts = used.map(({ story, first }) => Date.parse(story?.takeover ?? first));
  return {
    victims: unique(
      used.flatMap(({ entities }) => entities.user),
      ({ id }) => id,
    ),
    sessions: [...new Set(used.flatMap(({ entities }) => entities.session))],
    addresses: [...new Set(strangers.map(({ ip }) => ip))],
    tokens: [...new Set(used.flatMap(({ entities }) => entities.token))],
    since: Math.min(...starts.filter((start) => !Number.isNaN(start)), Number.MAX_SAFE_INTEGER),
    uids: [...new Set(findings.flatMap(({ evidence }) => evidence.map(({ uid }) => uid)))],
  };
}

/** The trail that a scope shows: its holds, as far as they are more than possible. */
export function trailOfScope({ holds, steps, first }: Scope): Trail {
  const sure = holds.filter(({ certainty }) => certainty !== "possible");
  const values = (kind: Scope["holds"][number]["kind"]): readonly string[] =>
    sure.filter((hold) => hold.kind === kind).map(({ value }) => value);
  return {
    victims: unique(
      sure.flatMap(({ owner }) => (owner === undefined ? [] : [owner])),
      ({ id }) => id,
    ),
    sessions: values("session"),
    addresses: values("address"),
    tokens: values("token"),
    since: first ?? Number.MAX_SAFE_INTEGER,
    uids: [...new Set(steps.filter(({ certainty }) => certainty !== "possible").flatMap(({ uids }) => uids))],
  };
}

/** Both trails as one. */
export function joined(a: Trail, b: Trail): Trail {
  return {
    victims: unique([...a.victims, ...b.victims], ({ id }) => id),
    sessions: [...new Set([...a.sessions, ...b.sessions])],
    addresses: [...new Set([...a.addresses, ...b.addresses])],
    tokens: [...new Set([...a.tokens, ...b.tokens])],
    since: Math.min(a.since, b.since),
    uids: [...new Set([...a.uids, ...b.uids])],
  };
}

/**
 * What a trail and the intruder's events come to. An account that the intruder made is no victim; a victim's sessions
 * are named so that each of them can be watched; a thing that was reached twice is there once, as it was first.
 */
export function tracesOf(trail: Trail, events: readonly SeenEvent[]): Traces {
  const deeds = events.flatMap(reachedBy).sort((a, b) => a.at - b.at);
  const suspects = [
    ...new Set(
      deeds.filter(({ target, how }) => target.kind === "user" && how === "created").map((one) => one.target.id),
    ),
  ];
  const actors = events
    .filter(({ envelope }) => trail.sessions.includes(envelope.session) || trail.sessions.includes(envelope.root))
    .map(({ envelope }) => ({ id: envelope.actorId, name: envelope.actorName, session: envelope.session }));
  const victims = unique([...trail.victims, ...actors], ({ id }) => id).filter(
    ({ id }) => id !== "" && !suspects.includes(id),
  );
  const victimsReached = victims.map(({ id, name }): Reached => {
    const own = actors.filter((actor) => actor.id === id).map(({ session }) => session);
    // With one victim, every session of the trail is theirs, seen acting or not.
    const sessions = [...new Set(victims.length === 1 ? [...trail.sessions, ...own] : own)];
    const uids = events.filter(({ envelope }) => envelope.actorId === id).map(({ envelope }) => envelope.uid);
    return { target: { kind: "user", id, name, sessions }, how: "victim", at: trail.since, uids: uids.slice(0, 20) };
  });
  const addresses = trail.addresses.map((ip): Reached => {
    const uids = events.filter(({ envelope }) => envelope.ip === ip).map(({ envelope }) => envelope.uid);
    return { target: { kind: "address", id: ip, name: ip }, how: "seen", at: trail.since, uids: uids.slice(0, 20) };
  });
  const tokens = trail.tokens.map((id): Reached => ({
    target: { kind: "api-token", id, name: id },
    how: "used",
    at: trail.since,
    uids: events
      .filter(({ envelope }) => envelope.token === id)
      .map(({ envelope }) => envelope.uid)
      .slice(0, 20),
  }));
  return {
    reached: merged([...victimsReached, ...deeds, ...tokens, ...addresses]),
    people: { victims: victims.map(({ id }) => id), suspects },
  };
}

function merged(reached: readonly Reached[]): readonly Reached[] {
  const byKey = new Map<string, Reached>();
  for (const one of reached) {
    const key = targetKey(one.target) + one.how;
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? one : { ...before, uids: [...new Set([...before.uids, ...one.uids])] });
  }
  return [...byKey.values()];
}

/** What tells targets apart. */
export function targetKey({ kind, id, owner = "", name }: Target): string {
  return [kind, id, owner, id === "" ? name : ""].join("\n");
}

function unique<T>(all: readonly T[], key: (one: T) => string): readonly T[] {
  return [...new Map(all.toReversed().map((one) => [key(one), one])).values()].toReversed();
}
