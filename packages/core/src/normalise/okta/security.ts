import {
  type Risk,
  readBehaviors,
  readRisk,
  readSecurityData,
  readTunnels,
  type SecurityData,
  type Tunnel,
} from "./embedded.ts";
import { listSlotOf, slotOf } from "./paths.ts";
import { BOUNDS, type Rows, stringOf } from "./rows.ts";

const RISK = slotOf("debugContext.debugData.risk");
const BEHAVIORS = slotOf("debugContext.debugData.behaviors");
const LOG_ONLY = slotOf("debugContext.debugData.logOnlySecurityData");
const TUNNELS = slotOf("debugContext.debugData.tunnels");
const RISK_LEVEL = slotOf("securityContext.risk.level");
const USER_BEHAVIORS = listSlotOf("securityContext.userBehaviors[]");
const SERVICES = listSlotOf("securityContext.ipDetails.ipServiceCategories[]");
const CHAIN_SERVICES = listSlotOf("request.ipChain[].ipDetails.ipServiceCategories[]");

const NONE: readonly string[] = [];

/**
 * A reading of a text, kept while it is likely to come again: the same few texts stand in most events, and reading
 * one costs more than the rest of the event. Bounded; what it holds never changes an answer.
 */
function kept<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      value = read(text);
      if (known.size >= 2048) known.clear();
      known.set(text, value);
    }
    return value;
  };
}

const riskFrom: (text: string) => Risk = kept(readRisk);
const securityFrom: (text: string) => SecurityData = kept(readSecurityData);
const positivesFrom: (text: string) => readonly string[] = kept((text) => positives(readBehaviors(text)));
const positivesLoggedFrom: (text: string) => readonly string[] = kept((text) =>
  positives(readSecurityData(text).behaviors),
);

/** The level Okta gave: in the event's own risk, else in `debugData.risk`, else in `logOnlySecurityData`. */
export function riskLevelOf(rows: Rows, row: number): string {
  const level = textAt(rows, row, RISK_LEVEL);
  if (level !== "") return level.toUpperCase();
  const risk = textAt(rows, row, RISK);
  if (risk !== "") {
    const found = riskFrom(risk).level;
    if (found !== "") return found;
  }
  const logged = textAt(rows, row, LOG_ONLY);
  return logged === "" ? "" : securityFrom(logged).risk.level;
}

/** Names of the behaviours that are POSITIVE, from the first place that names any behaviour. */
export function positivesOf(rows: Rows, row: number): readonly string[] {
  const listed = itemsOf(rows, row, USER_BEHAVIORS);
  if (listed.length > 0) return listed.filter((_, n) => n % 2 === 0 && listed[n + 1] === "POSITIVE");
  const behaviors = textAt(rows, row, BEHAVIORS);
  if (behaviors !== "") return positivesFrom(behaviors);
  const logged = textAt(rows, row, LOG_ONLY);
  return logged === "" ? NONE : positivesLoggedFrom(logged);
}

/** Categories and operators of the services behind the address, each named once, joined by `, `. */
export function tunnelOf(rows: Rows, row: number): string {
  const tunnels = textAt(rows, row, TUNNELS);
  const services = itemsOf(rows, row, SERVICES);
  const chain = itemsOf(rows, row, CHAIN_SERVICES);
  if (tunnels === "" && services.length === 0 && chain.length === 0) return "";
  const said = readTunnels(tunnels).flatMap((tunnel: Tunnel) => [tunnel.type, tunnel.operator]);
  return [...new Set([...services, ...chain, ...said])].filter((name) => name !== "").join(", ");
}

function textAt(rows: Rows, row: number, slot: number): string {
  return stringOf(rows, rows.texts[row * rows.width + slot] ?? 0);
}

function itemsOf(rows: Rows, row: number, list: number): readonly string[] {
  const { bounds, items } = rows;
  const start = bounds[row * BOUNDS + list] ?? 0;
  const end = bounds[row * BOUNDS + list + 1] ?? 0;
  if (start === end) return NONE;
  return Array.from({ length: end - start }, (_, n) => stringOf(rows, items[start + n] ?? 0));
}

function positives(behaviors: ReadonlyMap<string, string>): readonly string[] {
  return [...behaviors].filter(([, result]) => result === "POSITIVE").map(([name]) => name);
}
