import type { Envelope } from "@nightlatch/core";
import type { Exposure, Victim } from "@nightlatch/har";
import { type Certainty, certaintyOf, whyOf } from "./certainty.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { type ForeignUse, SessionUses } from "./session-uses.ts";

type Read = Extract<Exposure, { readonly ok: true }>;

/** How a session stands when the log ends. */
export type SessionState = "alive" | "ended" | "unknown";

/** A session, or the use of an API token, that a capture exposes, as the log knows it. Times are RFC 3339. */
export interface ExposedSession {
  readonly kind: "session" | "api-token";
  readonly session: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly certainty: Certainty;
  readonly why: string;
  readonly state: SessionState;
  /** What says so, with the event when there is one. */
  readonly because: string;
  readonly first: string;
  readonly last: string;
  readonly events: number;
  /** A token of the capture names its user. */
  readonly isNamed: boolean;
  /** Use after the capture that does not fit its victim. */
  readonly foreign: readonly ForeignUse[];
  /** What its victim's own use is known by. */
  readonly fingerprint: Fingerprint;
}

interface Seen {
  readonly kind: ExposedSession["kind"];
  readonly user: { readonly id: string; readonly name: string };
  readonly uses: SessionUses;
  readonly first: number;
  last: number;
  events: number;
  id: boolean;
  named: boolean;
  browser: boolean;
  address: boolean;
  end: Closed | undefined;
}

interface Closed {
  readonly time: number;
  readonly how: string;
}

/** A browser writes its capture by its own clock; the log is Okta's. */
const SKEW = 5 * 60_000;
/** Okta's default limit for a session that rests (global session policy). */
const IDLE = 2 * 3_600_000;
/** Sessions that are kept. */
const MOST = 100_000;
const ENDS_OF_USER = new Set([
  "user.session.clear",
  "user.authentication.universal_logout",
  "user.lifecycle.deactivate",
  "user.lifecycle.suspend",
  "user.lifecycle.delete.initiated",
  "user.lifecycle.delete.completed",
]);

/** Finds the sessions of a capture in a log. Events come in the order of their time. */
export class ExposedSessions {
  readonly #victim: Victim;
  readonly #hashOf: (value: string) => string;
  readonly #from: number;
  readonly #until: number;
  readonly #agents: ReadonlySet<string>;
  readonly #addresses: ReadonlySet<string>;
  readonly #owners: ReadonlySet<string>;
  readonly #hashes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #sessions = new Map<string, Seen>();
  readonly #closed = new Map<string, Closed>();
  /** The capture holds an API token: one that the log saw in the victim's hands may be the same. */
  readonly #hasApiToken: boolean;
  readonly #remembered = new Map<string, string>();
  #last = 0;

  /** @param hashOf the keyed hash under the key that the exposure was made with */
  constructor({ victim, artefacts }: Read, hashOf: (value: string) => string) {
    this.#victim = victim;
    this.#hashOf = hashOf;
    this.#from = Date.parse(victim.from);
    this.#until = Date.parse(victim.to);
    this.#agents = new Set(victim.agents);
    this.#addresses = new Set(victim.addresses);
    this.#owners = new Set(artefacts.flatMap(({ owner }) => (owner === undefined ? [] : [owner.toLowerCase()])));
    this.#hasApiToken = artefacts.some((artefact) => artefact.class === "okta-api-token");
    const hashes = new Map<string, Set<string>>();
    for (const { matches } of artefacts)
      for (const { field, hash } of matches) hashes.set(field, (hashes.get(field) ?? new Set()).add(hash));
    this.#hashes = hashes;
  }

  observe(event: Envelope): void {
    this.#last = Math.max(this.#last, event.time);
    if (ENDS_OF_USER.has(event.type) && event.outcome !== "FAILURE")
      for (const { id } of event.targets)
        this.#closed.set(id, { time: event.time, how: `${event.type} by ${event.actorName} (${event.uid})` });
    if (event.session !== "") this.#see("session", event.session, event);
    if (event.token !== "" && this.#hasApiToken) this.#see("api-token", event.token, event);
  }

  #see(kind: ExposedSession["kind"], key: string, event: Envelope): void {
    const id = kind === "session" && this.#holds("authenticationContext.externalSessionId", key);
    const named = this.#isOwner(event);
    const during = event.time >= this.#from - SKEW && event.time <= this.#until + SKEW;
    const browser = during && this.#agents.has(event.ua);
    const address = during && this.#addresses.has(event.ip);
    let seen = this.#sessions.get(key);
    if (seen === undefined) {
      if (!(id || named || browser || address) || this.#sessions.size >= MOST) return;
      seen = {
        kind,
        user: { id: event.actorId, name: event.actorName },
        uses: new SessionUses(),
        first: event.time,
        last: event.time,
        events: 0,
        id,
        named,
        browser,
        address,
        end: undefined,
      };
      this.#sessions.set(key, seen);
    }
    seen.id ||= id;
    seen.named ||= named;
    seen.browser ||= browser;
    seen.address ||= address;
    seen.last = event.time;
    seen.events++;
    seen.uses.note(event);
    if (event.type === "user.session.end" && kind === "session")
      seen.end = { time: event.time, how: `user.session.end (${event.uid})` };
  }

  #isOwner({ actorId, actorName }: Envelope): boolean {
    return (
      this.#owners.has(actorName.toLowerCase()) ||
      this.#holds("actor.id", actorId) ||
      this.#holds("actor.alternateId", actorName)
    );
  }

  /** Whether the capture holds this value of a field; each value is hashed once. */
  #holds(field: string, value: string): boolean {
    const wanted = this.#hashes.get(field);
    if (wanted === undefined || value === "") return false;
    let hash = this.#remembered.get(value);
    if (hash === undefined) {
      hash = this.#hashOf(value);
      if (this.#remembered.size < MOST) this.#remembered.set(value, hash);
    }
    return wanted.has(hash);
  }

  /**
   * The sessions that the capture exposes, the surest first.
   *
   * @param now milliseconds: until when everything is known; the end of the log unless told
   */
  sessions(now: number = this.#last): readonly ExposedSession[] {
    const order = ["certain", "likely", "possible"];
    return [...this.#sessions]
      .flatMap(([session, seen]) => this.#told(session, seen, now))
      .toSorted((a, b) => order.indexOf(a.certainty) - order.indexOf(b.certainty) || (a.first < b.first ? -1 : 1));
  }

  #told(session: string, seen: Seen, now: number): readonly ExposedSession[] {
    const { kind, user, first, last, events, id, named, browser, address, uses } = seen;
    const byUser = kind === "session" ? this.#closed.get(user.id) : undefined;
    const end = seen.end ?? (byUser !== undefined && byUser.time >= first ? byUser : undefined);
    const open =
      first <= this.#until + SKEW && last >= this.#from - IDLE && (end === undefined || end.time >= this.#from - SKEW);
    const agent = uses.hadAgent(this.#agents, this.#until + SKEW);
    const common = { id, user: named, browser, agent, address, open };
    const certainty = certaintyOf(common);
    if (certainty === undefined) return [];
    const fingerprint = uses.fingerprint(this.#victim, this.#until);
    return [
      {
        kind,
        session,
        user,
        certainty,
        why: whyOf(common),
        ...stateOf(end, last, now),
        first: new Date(first).toISOString(),
        last: new Date(last).toISOString(),
        events,
        isNamed: named,
        foreign: uses.foreign(fingerprint, this.#until),
        fingerprint,
      },
    ];
  }
}

function stateOf(end: Closed | undefined, last: number, now: number): Pick<ExposedSession, "state" | "because"> {
  // What comes after its end, beyond the moments that the end itself takes, says that it did not end.
  if (end !== undefined && last <= end.time + SKEW)
    return { state: "ended", because: `${end.how} at ${new Date(end.time).toISOString()}` };
  if (end !== undefined)
    return { state: "alive", because: `It was used after ${end.how}, at ${new Date(last).toISOString()}` };
  if (now - last <= IDLE)
    return { state: "alive", because: "It was used within two hours before the log ends, and nothing ended it" };
  return { state: "unknown", because: "Nothing ended it in the log; it rests for longer than Okta's default allows" };
}
