import { readFileSync } from "node:fs";
import type { Envelope } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import { isProblem, oktaDetail, readOkta } from "../normalise/okta/index.ts";
import { SessionEngine } from "../session/index.ts";
import { networkOf } from "../session/corpus.fixture.ts";
import type { EventPort, EventQuestion, SeenEvent } from "./event-port.ts";

/** An event as a store would give it; it reached us as it happened. */
export function seen(record: unknown): SeenEvent {
  const envelope = readOkta(record, { tenant: "acme", at: { file: "corpus", line: 1, offset: 0, length: 0 } });
  if (isProblem(envelope)) throw new RangeError(envelope.reason);
  return { envelope, detail: oktaDetail(record), raw: record, received: envelope.time };
}

/** Records as a port answers for them; a plain reading of what the port promises. */
export function portOver(records: Iterable<unknown>): EventPort & { readonly all: readonly SeenEvent[] } {
  const all = [...new Map([...records].map(seen).map((one) => [one.envelope.uid, one])).values()].sort(
    (a, b) => a.envelope.time - b.envelope.time || (a.envelope.uid < b.envelope.uid ? -1 : 1),
  );
  return {
    all,
    ask: async function* (question) {
      if (Object.keys(question).every((key) => key === "targets" || key === "since" || key === "until"))
        throw new RangeError("Nothing is asked by object alone");
      const found = all.filter(({ envelope }) => matches(question, envelope));
      for (let at = 0; at < found.length; at += 100) yield await Promise.resolve(found.slice(at, at + 100));
    },
    people: ({ kind, value, since, until }) => {
      const there = all.filter(
        ({ envelope: { time, ip, ua, outcome, actorType } }) =>
          (kind === "address" ? ip : ua) === value &&
          time >= since &&
          time < until &&
          /^(?:SUCCESS|ALLOW)$/.test(outcome) &&
          actorType === "User",
      );
      return Promise.resolve([...new Set(there.map(({ envelope }) => envelope.actorId))]);
    },
  };
}

function matches(question: EventQuestion, event: Envelope): boolean {
  const { actors, sessions, ips, tokens, clients, agents, targets, types, since, until } = question;
  const one = (wanted: readonly string[] | undefined, ...values: readonly string[]): boolean =>
    wanted === undefined || values.some((value) => wanted.includes(value));
  return (
    event.time >= since &&
    event.time < until &&
    one(actors, event.actorId, event.actorName) &&
    one(sessions, event.session, event.root) &&
    one(ips, event.ip) &&
    one(tokens, event.token) &&
    one(clients, event.client) &&
    one(agents, event.ua) &&
    one(types, event.type) &&
    one(targets, ...event.targets.map(({ id }) => id))
  );
}

/** What the session engine finds in them. */
export function findingsIn(events: readonly SeenEvent[]): readonly Finding[] {
  const engine = new SessionEngine({ networkOf: networkOf() });
  for (const { envelope } of events) engine.observe(envelope);
  return engine.findings();
}

const SCENARIOS = new URL("../../../../corpus/scenarios/", import.meta.url);

/** A scenario of the corpus, as it lies there. */
export function scenario(name: string): { readonly records: readonly unknown[]; readonly expected: Expected } {
  const lines = readFileSync(new URL(`${name}/events.ndjson`, SCENARIOS), "utf8")
    .trimEnd()
    .split("\n");
  const expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, SCENARIOS), "utf8")) as Expected;
  return { records: lines.map((line) => JSON.parse(line) as unknown), expected };
}

export interface Expected {
  readonly mustFind: readonly {
    readonly user: { readonly id: string; readonly name: string };
    readonly session: string | null;
    readonly from: string;
    readonly evidenceUidsAnyOf: readonly string[];
    readonly signals: readonly { readonly uid: string }[];
  }[];
}
