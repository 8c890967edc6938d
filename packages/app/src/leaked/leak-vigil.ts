import { claimId, type Envelope, type Finding } from "@nightlatch/core";
import { seenOf } from "../cases/index.ts";
import type { EventStore } from "../store/events/index.ts";
import type { StateStore } from "../store/state/index.ts";
import { type Misfit, misfitsOf } from "./fingerprint.ts";
import { type LeakWatch, watchesIn } from "./leak-watch.ts";

/** What the vigil over leaked captures is made of. */
export interface LeakVigilParts {
  readonly tenant: string;
  readonly events: EventStore;
  readonly state: StateStore;
  readonly publish: (findings: readonly Finding[]) => Promise<unknown>;
  readonly now: () => number;
}

type Watched = LeakWatch & { readonly capture: string };
interface ForeignEvent {
  readonly event: Envelope;
  readonly why: readonly Misfit[];
}

const MINUTE = 60_000;
/** Events of one look. */
const MOST = 10_000;
/** Events that a finding names; the others are counted. */
const MOST_NAMED = 50;
/** What ends a session is no use of it. */
const ENDINGS = /^(?:user\.session\.(?:end|clear|expire)|user\.authentication\.universal_logout)/;

/**
 * Watches what a leaked capture exposed: the first use that does not fit its victim is a critical finding. A try that is
 * refused counts as well, for it shows that somebody else has the credential. `look` is called when events arrived.
 */
export class LeakVigil {
  readonly #parts: LeakVigilParts;
  #looked = 0;
  /** Watches that were looked at before: a new one is looked at from its beginning. */
  readonly #known = new Set<string>();

  constructor(parts: LeakVigilParts) {
    this.#parts = parts;
  }

  /** Looks at what arrived since the last look. Answers the findings it made. */
  async look(): Promise<readonly Finding[]> {
    const { state, tenant, now, publish } = this.#parts;
    const begun = now();
    const watches = await watchesIn(state, tenant, begun);
    const findings: Finding[] = [];
    for (const [received, some] of [
      [0, watches.filter((watch) => !this.#known.has(nameOf(watch)))],
      [this.#looked, watches.filter((watch) => this.#known.has(nameOf(watch)))],
    ] as const) {
      const fresh = await this.#foreign(some, received);
      for (const [watch, events] of fresh) {
        // The finding tells of every use, not only of those since the last look.
        const all = received === 0 ? events : ((await this.#foreign([watch], 0)).get(watch) ?? events);
        findings.push(findingOf(tenant, watch, all));
      }
    }
    if (findings.length > 0) await publish(findings);
    // The clock of arrival is ours; what is being written just now is looked at next time as well.
    this.#looked = Math.max(0, begun - MINUTE);
    for (const watch of watches) this.#known.add(nameOf(watch));
    return findings;
  }

  async #foreign(
    watches: readonly Watched[],
    received: number,
  ): Promise<ReadonlyMap<Watched, readonly ForeignEvent[]>> {
    const found = new Map<Watched, ForeignEvent[]>();
    if (watches.length === 0) return found;
    const { events, tenant } = this.#parts;
    const ids = (kind: LeakWatch["kind"]): readonly string[] =>
      watches.filter((watch) => watch.kind === kind).map(({ id }) => id);
    for await (const page of events.read({
      tenant,
      after: { time: Math.min(...watches.map(({ since }) => since)), uid: "" },
      where: `received > {received:DateTime64(3)} AND (
        session IN {sessions:Array(String)} OR root IN {sessions:Array(String)}
        OR token IN {tokens:Array(String)} OR client IN {clients:Array(String)})`,
      params: {
        received: new Date(Math.max(0, received)).toISOString().replace("T", " ").replace("Z", ""),
        sessions: ids("session"),
        tokens: ids("api-token"),
        clients: ids("client"),
      },
      limit: MOST,
    }))
      for (const { envelope: event } of page.flatMap(seenOf))
        for (const watch of watches) {
          if (!isUse(watch, event)) continue;
          const why = misfitsOf(watch.fingerprint, event);
          if (why.length > 0) found.set(watch, [...(found.get(watch) ?? []), { event, why }]);
        }
    return found;
  }
}

function nameOf({ capture, kind, id, since }: Watched): string {
  return `${capture}\n${kind}\n${id}\n${since}`;
}

function isUse({ kind, id, user, since, until }: LeakWatch, event: Envelope): boolean {
  if (event.time <= since || event.time > until || ENDINGS.test(event.type)) return false;
  switch (kind) {
    case "session":
      return event.session === id || event.root === id;
    case "api-token":
      return event.token === id;
    case "client":
      return event.client === id && event.actorId === user.id;
  }
}

const WHAT: Readonly<Record<LeakWatch["kind"], string>> = {
  session: "The session",
  "api-token": "The API token",
  client: "A token of the client",
};

function findingOf(tenant: string, watch: Watched, foreign: readonly ForeignEvent[]): Finding {
  const { capture, kind, id, user } = watch;
  const [first] = foreign;
  const times = foreign.map(({ event }) => event.time);
  const distinct = (pick: (event: Envelope) => string): readonly string[] =>
    [...new Set(foreign.map(({ event }) => pick(event)))].filter((value) => value !== "").slice(0, MOST_NAMED);
  const from = first === undefined ? "" : `${first.event.ip} ${first.event.asOrg}`.trim();
  return {
    tenant,
    id: claimId([tenant, "leak.foreign-use", capture, kind, id]),
    rule: {
      id: "leak.foreign-use",
      title: "A credential of a leaked capture is used by somebody else",
      kind: "session",
      attack: ["T1550.004", "T1539"],
    },
    severity: "critical",
    confidence: 1,
    first: new Date(Math.min(...times)).toISOString(),
    last: new Date(Math.max(...times)).toISOString(),
    summary: `${WHAT[kind]} ${id} of ${user.name} stands in a leaked capture (${capture}), and was used with ${first?.why.join(" and ") ?? ""}${from === "" ? "" : ` from ${from}`}`,
    entities: {
      user: [user],
      session: distinct(({ session }) => session),
      ip: distinct((event) => event.ip),
      app: [],
      token: distinct(({ token }) => token),
    },
    evidence: foreign.slice(0, MOST_NAMED).map(({ event, why }) => ({
      uid: event.uid,
      source: event.source,
      time: new Date(event.time).toISOString(),
      why: `${event.type}${event.outcome === "" ? "" : ` (${event.outcome})`}: ${why.join(", ")}, ${event.ip} ${event.ua}`,
      weight: 5,
      kind: "leak.use",
    })),
    unknown: foreign.length > MOST_NAMED ? [`${foreign.length - MOST_NAMED} more such events are not named here`] : [],
    next: [
      kind === "session"
        ? `End the user's sessions now: DELETE /api/v1/users/${user.id}/sessions?oauthTokens=true`
        : kind === "api-token"
          ? `Revoke it now: DELETE /api/v1/api-tokens/${id}`
          : `Revoke it now: DELETE /api/v1/users/${user.id}/clients/${id}/tokens`,
      "Scope what it touched: nightlatch scope",
      "Tell whoever held the capture; treat everything else in it as used (nightlatch har leaked)",
    ],
  };
}
