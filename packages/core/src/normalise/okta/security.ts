import {
  type Risk,
  readBehaviors,
  readRisk,
  readSecurityData,
  readTunnels,
  type SecurityData,
  type Tunnel,
} from "./embedded.ts";
import { type Leaves, listSlotOf, slotOf } from "./paths.ts";

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
export function riskLevelOf({ strings, texts }: Leaves): string {
  const level = texts[RISK_LEVEL] ?? 0;
  if (level !== 0) return (strings[level] ?? "").toUpperCase();
  const risk = texts[RISK] ?? 0;
  if (risk !== 0) {
    const found = riskFrom(strings[risk] ?? "").level;
    if (found !== "") return found;
  }
  const logged = texts[LOG_ONLY] ?? 0;
  return logged === 0 ? "" : securityFrom(strings[logged] ?? "").risk.level;
}

/** Names of the behaviours that are POSITIVE, from the first place that names any behaviour. */
export function positivesOf({ strings, texts, lists }: Leaves): readonly string[] {
  const listed = lists[USER_BEHAVIORS] ?? [];
  if (listed.length > 0) {
    const names: string[] = [];
    for (let n = 0; n < listed.length; n += 2)
      if (strings[listed[n + 1] ?? 0] === "POSITIVE") names.push(strings[listed[n] ?? 0] ?? "");
    return names;
  }
  const behaviors = texts[BEHAVIORS] ?? 0;
  if (behaviors !== 0) return positivesFrom(strings[behaviors] ?? "");
  const logged = texts[LOG_ONLY] ?? 0;
  return logged === 0 ? NONE : positivesLoggedFrom(strings[logged] ?? "");
}

/** Categories and operators of the services behind the address, each named once, joined by `, `. */
export function tunnelOf({ strings, texts, lists }: Leaves): string {
  const tunnels = texts[TUNNELS] ?? 0;
  const services = lists[SERVICES] ?? [];
  const chain = lists[CHAIN_SERVICES] ?? [];
  if (tunnels === 0 && services.length === 0 && chain.length === 0) return "";
  const said = readTunnels(strings[tunnels] ?? "").flatMap((tunnel: Tunnel) => [tunnel.type, tunnel.operator]);
  const listed = [...services, ...chain].map((id) => strings[id] ?? "");
  return [...new Set([...listed, ...said])].filter((name) => name !== "").join(", ");
}

function positives(behaviors: ReadonlyMap<string, string>): readonly string[] {
  return [...behaviors].filter(([, result]) => result === "POSITIVE").map(([name]) => name);
}
