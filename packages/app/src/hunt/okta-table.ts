import type { SqlEvents, SqlField } from "@nightlatch/sigma";
import { LEFT_OUT } from "../store/events/columns.ts";
import { PLAIN_PATHS } from "../store/events/plain-paths.ts";

/** Columns that hold a path's text, or `""` when there is none. */
const COLUMNS: Readonly<Record<string, string>> = {
  uuid: "uid",
  eventType: "type",
  "outcome.result": "outcome",
  "outcome.reason": "reason",
  "actor.type": "actor_type",
  "actor.alternateId": "actor_name",
  "authenticationContext.credentialType": "credential",
  "client.userAgent.rawUserAgent": "ua",
  "client.userAgent.os": "ua_os",
  "client.userAgent.browser": "ua_browser",
  "client.geographicalContext.country": "country",
  "client.geographicalContext.city": "city",
  "securityContext.asOrg": "as_org",
  "debugContext.debugData.factor": "factor",
};

/** Columns of ids, in which `unknown` and `-` are no ids. */
export const ID_COLUMNS: Readonly<Record<string, string>> = {
  "actor.id": "actor_id",
  "authenticationContext.externalSessionId": "session",
  "authenticationContext.rootSessionId": "root",
  "transaction.detail.requestApiTokenId": "token",
  "client.id": "client",
  "device.id": "device_id",
  "debugContext.debugData.dtHash": "dt",
  "debugContext.debugData.deviceFingerprint": "fp",
};
/** Columns of lists, with a text for each object of the record's list. */
const LIST_COLUMNS: Readonly<Record<string, string>> = {
  "target[].type": "target_type",
  "target[].alternateId": "target_name",
};
const NO_IDS: readonly string[] = ["unknown", "-"];

const FIELDS: ReadonlyMap<string, SqlField> = new Map(
  [
    ...[...PLAIN_PATHS.moments, ...PLAIN_PATHS.words].map((path) => [path, true] as const),
    ...PLAIN_PATHS.texts.map((path) => [path, false] as const),
  ].map(([path, ascii]) => [path.replace("[]", "").toLowerCase(), { ...fieldAt(path), ascii }]),
);

/** Fields that may have few different texts, though the events are many. */
export const FEW: readonly string[] = ["type", "outcome", "reason", "actor_type", "credential", "factor"];
/** Others like them, which are long or lie in the record, so that looking at them costs something. */
export const LONG_FEW: readonly string[] = [
  "ua",
  ...[
    "debugContext.debugData.behaviors",
    "debugContext.debugData.logOnlySecurityData",
    "debugContext.debugData.tunnels",
    "debugContext.debugData.initiationType",
    "securityContext.isProxy",
  ].map((path) => `toString(record.${path})`),
];

/** The table of events, as rules for Okta's System Log ask it. */
export const OKTA_TABLE: SqlEvents = {
  name: "events",
  ms: "toUnixTimestamp64Milli(time)",
  field: (name) => FIELDS.get(name.toLowerCase()),
  plain: "plain",
  pivot: "eventType",
  text: "raw",
};

/**
 * The same for rows of which it is known what texts some columns have, which columns of ids hide none, whether all rows
 * are plain, and how the engine folds.
 */
export function oktaTable(known: {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly whole: ReadonlySet<string>;
  readonly plain: boolean;
  readonly folds: boolean;
}): SqlEvents {
  const field = (name: string): SqlField | undefined => {
    const found = OKTA_TABLE.field(name);
    if (found === undefined) return undefined;
    if (known.whole.has(found.sql)) return { sql: found.sql, ascii: found.ascii ?? false };
    const texts = known.texts.get(found.sql);
    return texts === undefined ? found : { ...found, texts };
  };
  return { ...OKTA_TABLE, field, folds: known.folds, plain: known.plain ? "1" : OKTA_TABLE.plain };
}

/** An id with those that its column hides. */
export function wholeId(column: string, path: string): string {
  return `if(${column} = '', toString(record.${path}), ${column})`;
}

function fieldAt(path: string): SqlField {
  if (path === "published") return { sql: "JSONExtractString(raw, 'published')", time: "time" };
  const texts = LIST_COLUMNS[path];
  if (texts !== undefined) return { sql: texts, many: true };
  const [list, member] = path.split("[].");
  if (list !== undefined && member !== undefined)
    return { sql: `arrayMap(m -> ifNull(m, ''), record.${list}[].${member}.:String)`, many: true };
  const column = COLUMNS[path];
  if (column !== undefined) return { sql: column };
  const ids = ID_COLUMNS[path];
  if (ids !== undefined) return { sql: ids, hidden: NO_IDS, whole: wholeId(ids, path) };
  if (!LEFT_OUT.includes(path)) return { sql: `toString(record.${path})`, filled: `isNotNull(record.${path})` };
  const keys = path.split(".").map((key) => `'${key}'`);
  return { sql: `JSONExtractString(raw, ${keys.join(", ")})` };
}
