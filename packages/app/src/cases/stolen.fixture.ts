import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createNetworkOf, type Finding, isProblem, readOkta, SessionEngine } from "@nightlatch/core";
import { readNetworks } from "../config/networks.ts";
import { contentPath } from "../content.ts";
import { type Stores } from "../service/open-stores.ts";
import type { NewEvent } from "../store/events/index.ts";
import { keepFinding, learnCoverage } from "../store/state/index.ts";

const SCENARIOS = join(import.meta.dirname, "..", "..", "..", "..", "corpus", "scenarios");
const TABLE = contentPath("fields/networks.yml");
const SOURCE = "okta.system_log";

/** What is due in a scenario. */
export interface Due {
  readonly mustFind: readonly {
    readonly user: { readonly id: string; readonly name: string };
    readonly session: string | null;
    readonly evidenceUidsAnyOf: readonly string[];
    readonly signals: readonly { readonly uid: string }[];
  }[];
}

/**
 * The events of a scenario of the corpus, on their way into a store; each reached us a second after it happened. With
 * `ending` (milliseconds) the whole story is moved so that it ends then.
 */
export function eventsOf(name: string, ending?: number): readonly NewEvent[] {
  const lines = readFileSync(join(SCENARIOS, name, "events.ndjson"), "utf8")
    .trimEnd()
    .split("\n");
  const records = lines.map((line) => JSON.parse(line) as { readonly published: string });
  const last = records.reduce((most, { published }) => Math.max(most, Date.parse(published)), 0);
  const by = ending === undefined ? 0 : ending - last;
  return records.map((record) =>
    newEvent({ ...record, published: new Date(Date.parse(record.published) + by).toISOString() }),
  );
}

/** A record on its way into a store; it reached us a second after it happened. */
export function newEvent(record: object): NewEvent {
  const raw = Buffer.from(JSON.stringify(record));
  const at = { file: "corpus", line: 1, offset: 0, length: raw.length };
  const envelope = readOkta(record, { tenant: "acme", at });
  if (isProblem(envelope)) throw new RangeError(envelope.reason);
  return { envelope, raw, received: envelope.time + 1000 };
}

export function dueIn(name: string): Due {
  return JSON.parse(readFileSync(join(SCENARIOS, name, "expected.json"), "utf8")) as Due;
}

/** What the session engine finds in events. */
function judged(events: readonly NewEvent[]): readonly Finding[] {
  const networks = readNetworks({ file: TABLE, text: readFileSync(TABLE, "utf8") });
  const engine = new SessionEngine({ networkOf: createNetworkOf(networks) });
  const ordered = events.toSorted(
    (a, b) => a.envelope.time - b.envelope.time || (a.envelope.uid < b.envelope.uid ? -1 : 1),
  );
  for (const { envelope } of ordered) engine.observe(envelope);
  return engine.findings();
}

/** Puts events, what is found in them, and their coverage into stores, as a watch would. */
export async function fill(
  stores: Pick<Stores, "events" | "state">,
  events: readonly NewEvent[],
  now: number,
): Promise<readonly Finding[]> {
  await stores.events.append(events);
  const findings = judged(events);
  const times = events.map(({ envelope }) => envelope.time);
  const [from, until] = [times.reduce((a, b) => Math.min(a, b)) - 400 * 86_400_000, now];
  await stores.state.db.transaction().execute(async (db) => {
    for (const finding of findings) await keepFinding(db, finding, now);
    const span = { from, until, state: "complete" as const, reason: "read to the end of the log", knownAt: now };
    await learnCoverage(db, { tenant: "acme", source: SOURCE }, span);
  });
  return findings;
}
