import { readFileSync } from "node:fs";
import type { LogEvent } from "@nightlatch/corpus";
import type { Envelope } from "../event/envelope.ts";
import { atLeast, type Finding } from "../finding/finding.ts";
import type { Network, NetworkClass } from "../network/network.ts";
import type { KnownAs, NetworkData, NetworkWords } from "../network/network-data.ts";
import { createNetworkOf } from "../network/network-of.ts";
import { isProblem, readOkta } from "../normalise/okta/index.ts";
import { SessionEngine } from "./engine.ts";

const TABLE = new URL("../../../../content/fields/networks.yml", import.meta.url);

/**
 * The table of networks that comes with the product, read by its lines: this room has no reader of YAML, and judging
 * the corpus by another table would prove nothing about this one.
 */
function readTable(text: string): NetworkData {
  const systems = new Map<number, KnownAs>();
  const words: Record<string, NetworkWords[]> = { services: [], operators: [] };
  let section = "";
  let networkClass: NetworkClass = "unknown";
  for (const line of text.split("\n")) {
    section = /^(\w+):$/.exec(line)?.[1] ?? section;
    networkClass = (/^ {2}- class: (\w+)$/.exec(line)?.[1] as NetworkClass | undefined) ?? networkClass;
    const system = /^ {6}(\d+): (.+)$/.exec(line);
    if (system !== null) systems.set(Number(system[1]), { class: networkClass, name: system[2] ?? "" });
    const list = /^ {4}words: \[(.+)\]$/.exec(line)?.[1];
    if (list !== undefined) words[section]?.push({ class: networkClass, words: list.split(", ") });
  }
  const { services = [], operators = [] } = words;
  if (systems.size < 100 || services.length < 3 || operators.length < 6)
    throw new RangeError(`${TABLE.pathname} gave ${systems.size} systems; its form is not what this reads`);
  return { corrections: [], services, systems, operators };
}

const data = readTable(readFileSync(TABLE, "utf8"));

/** Enrichment as the product does it. */
export function networkOf(): (event: Envelope) => Network {
  return createNetworkOf(data);
}

function envelopeOf(event: unknown): Envelope {
  const read = readOkta(event, { tenant: "acme", at: { file: "corpus", line: 1, offset: 0, length: 0 } });
  if (isProblem(read)) throw new RangeError(read.reason);
  return read;
}

/** As the pipeline hands them on: in order, each once. */
export function inOrder(events: Iterable<unknown>): readonly Envelope[] {
  const seen = new Map<string, Envelope>();
  for (const event of events) {
    const read = envelopeOf(event);
    if (!seen.has(read.uid)) seen.set(read.uid, read);
  }
  return [...seen.values()].sort((a, b) => a.time - b.time || (a.uid < b.uid ? -1 : 1));
}

/** What an engine finds in events that come in any order, some of them twice. */
export function judge(events: Iterable<LogEvent>): readonly Finding[] {
  const engine = new SessionEngine({ networkOf: networkOf() });
  for (const event of inOrder(events)) engine.observe(event);
  return engine.findings();
}

/** Whether somebody is to be woken. */
export function wakes(finding: Finding): boolean {
  return atLeast(finding.severity, "high");
}

/** Whether a finding rests on at least one of these events. */
export function restsOn(finding: Finding, uids: ReadonlySet<string>): boolean {
  return finding.evidence.some((one) => uids.has(one.uid) || one.also?.some((uid) => uids.has(uid)) === true);
}
