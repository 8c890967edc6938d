/**
 * What STIX 2.1 says of the types that a bundle of ours has, written anew as data: which properties there are besides
 * the common ones, which are wanted, and the form that each has (OASIS STIX 2.1, sections 3 to 6 and 10).
 */
import type { StixBundle, StixObject } from "./bundle.ts";

type Check = (value: unknown) => boolean;

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
const text: Check = (value) => typeof value === "string" && value !== "";
const time: Check = (value) =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value));
const whole =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
const reference =
  (...types: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && new RegExp(`^(?:${types.join("|")})--${UUID}$`).test(value);
const list =
  (each: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every(each);
const among =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string);

const ANY = "[a-z][a-z0-9-]+";
const OBSERVABLE = ["user-account", "ipv4-addr", "ipv6-addr", "software"] as const;

const COMMON: Readonly<Record<string, Check>> = {
  type: text,
  spec_version: among("2.1"),
  id: reference(ANY),
  created_by_ref: reference("identity"),
  created: time,
  modified: time,
  confidence: whole(0, 100),
};

/** Wanted properties begin with `!`. */
const TYPES: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  identity: {
    "!name": text,
    identity_class: among("individual", "group", "system", "organization", "class", "unknown"),
  },
  report: {
    "!name": text,
    "!published": time,
    "!object_refs": list(reference(ANY)),
    report_types: list(among("identity", "indicator", "observed-data", "threat-report")),
    description: text,
  },
  incident: { "!name": text, description: text },
  indicator: {
    "!pattern": (value) => typeof value === "string" && /^\[ipv[46]-addr:value = '[0-9a-f.:]+'\]$/.test(value),
    "!pattern_type": among("stix"),
    "!valid_from": time,
    name: text,
    description: text,
    indicator_types: list(among("malicious-activity", "anomalous-activity", "compromised", "attribution", "unknown")),
  },
  "observed-data": {
    "!first_observed": time,
    "!last_observed": time,
    "!number_observed": whole(1, 999_999_999),
    "!object_refs": list(reference(...OBSERVABLE)),
  },
  relationship: {
    "!relationship_type": (value) => typeof value === "string" && /^[a-z0-9-]+$/.test(value),
    "!source_ref": reference("indicator", "observed-data"),
    "!target_ref": reference("observed-data", "incident"),
  },
  "user-account": { user_id: text, account_login: text },
  "ipv4-addr": { "!value": (value) => typeof value === "string" && /^\d{1,3}(?:\.\d{1,3}){3}$/.test(value) },
  "ipv6-addr": { "!value": (value) => typeof value === "string" && /^[0-9a-f:.]+$/.test(value) && value.includes(":") },
  software: { "!name": text },
};
const ORDERS = [
  ["created", "modified"],
  ["first_observed", "last_observed"],
] as const;
const IS_OBSERVABLE: ReadonlySet<string> = new Set(OBSERVABLE);

/** Everything in which a bundle is not as STIX 2.1 says. */
export function wrongsOf({ type, id, objects }: StixBundle): readonly string[] {
  const head = type === "bundle" && reference("bundle")(id) ? [] : ["The bundle's type or id"];
  return [...head, ...objects.flatMap(wrongsIn)];
}

function wrongsIn(object: StixObject): readonly string[] {
  const own = TYPES[object.type];
  if (own === undefined) return [`${object.id}: the type is none of ours`];
  const checks = new Map(Object.entries(own).map(([name, check]) => [name.replace("!", ""), check]));
  const isObservable = IS_OBSERVABLE.has(object.type);
  const ours = Object.keys(own).flatMap((name) => (name.startsWith("!") ? [name.slice(1)] : []));
  const wanted = ["type", "spec_version", "id", ...(isObservable ? [] : ["created", "modified"]), ...ours];
  const wrong = Object.entries(object).flatMap(([name, value]) => {
    const common = isObservable && /^(?:created|modified|confidence)/.test(name) ? undefined : COMMON[name];
    const check = checks.get(name) ?? common;
    return check === undefined ? [`${name} is no property`] : check(value) ? [] : [`${name}: ${JSON.stringify(value)}`];
  });
  const missing = wanted.filter((name) => object[name] === undefined).map((name) => `${name} is missing`);
  const after = ([a, b]: readonly [string, string]): boolean =>
    text(object[a]) && time(object[b]) && object[a]! > object[b]!;
  const order = ORDERS.filter(after).map(([a, b]) => `${a} is after ${b}`);
  const ofType = object.id.startsWith(`${object.type}--`) ? [] : ["The id is of another type"];
  return [...wrong, ...missing, ...order, ...ofType].map((what) => `${object.id}: ${what}`);
}
