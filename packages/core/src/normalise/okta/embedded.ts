import { readJavaMap } from "./java-map.ts";

/** How risky Okta found the request. */
export interface Risk {
  /** `LOW`, `MEDIUM`, `HIGH`, or `""`. */
  readonly level: string;
  readonly reasons: readonly string[];
}

/** What `debugData.logOnlySecurityData` says. */
export interface SecurityData {
  readonly risk: Risk;
  readonly behaviors: ReadonlyMap<string, string>;
}

/** What is known of a proxy or VPN behind the address. */
export interface Tunnel {
  /** `VPN`, `PROXY`, `TOR` … (open set). */
  readonly type: string;
  readonly operator: string;
  readonly anonymous: boolean;
}

const NO_RISK: Risk = { level: "", reasons: [] };

/** Escaping may have been done once more by what carried the record; more than twice is not seen. */
const ESCAPED_AT_MOST = 3;

/**
 * Reads JSON that was put into a string, perhaps escaped once more on its way. `undefined` when it is none.
 */
function readEmbeddedJson(text: string): unknown {
  let value: unknown = text;
  for (let round = 0; round < ESCAPED_AT_MOST && typeof value === "string"; round++)
    value = parse(value) ?? parse(`"${value}"`);
  return typeof value === "object" && value !== null ? value : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Own member of a JSON object; `undefined` for anything else, so that `__proto__` and arrays are harmless. */
export function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
    return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

/** A scalar as text; `""` for null, missing, objects and arrays. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** Reads `debugData.risk`: a Java map, in some exports JSON. */
export function readRisk(text: string): Risk {
  if (text === "") return NO_RISK;
  const json = readEmbeddedJson(text);
  if (json !== undefined) return riskOf(json);
  const map = readJavaMap(text);
  return { level: (map.get("level") ?? "").toUpperCase(), reasons: reasonsOf(map.get("reasons")) };
}

/** Reads `debugData.behaviors`: a Java map, in some exports JSON. */
export function readBehaviors(text: string): ReadonlyMap<string, string> {
  const json = text === "" ? undefined : readEmbeddedJson(text);
  return json === undefined ? readJavaMap(text) : behaviorsOf(json);
}

/** Reads `debugData.logOnlySecurityData`: JSON text. */
export function readSecurityData(text: string): SecurityData {
  const json = text === "" ? undefined : readEmbeddedJson(text);
  return { risk: riskOf(member(json, "risk")), behaviors: behaviorsOf(member(json, "behaviors")) };
}

/** Reads `debugData.tunnels`: JSON text, a list or a single object. */
export function readTunnels(text: string): readonly Tunnel[] {
  const json = text === "" ? undefined : readEmbeddedJson(text);
  if (json === undefined) return [];
  return (Array.isArray(json) ? json : [json]).slice(0, 16).map((entry: unknown) => ({
    type: textOf(member(entry, "type")),
    operator: textOf(member(entry, "operator")),
    anonymous: textOf(member(entry, "anonymous")) === "true",
  }));
}

function riskOf(json: unknown): Risk {
  const reasons = member(json, "reasons");
  return {
    level: textOf(member(json, "level")).toUpperCase(),
    reasons: Array.isArray(reasons) ? reasons.map(textOf) : reasonsOf(textOf(reasons)),
  };
}

function behaviorsOf(json: unknown): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  if (typeof json !== "object" || json === null || Array.isArray(json)) return entries;
  for (const [name, result] of Object.entries(json)) entries.set(name, textOf(result));
  return entries;
}

function reasonsOf(text = ""): readonly string[] {
  return text
    .split(",")
    .map((reason) => reason.trim())
    .filter((reason) => reason !== "");
}
