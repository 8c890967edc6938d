/**
 * Which member of a System Log record a column of a CSV holds. Exports write the same path as `actor.alternateId`,
 * `actor_alternate_id`, `Actor Alternate ID` or `target0.id`, so names are compared by their letters and digits.
 */

// Leaves of a LogEvent (Okta Management API) that a column may hold under a name without dots.
const LEAVES: readonly string[] = [
  "uuid",
  "published",
  "eventType",
  "version",
  "severity",
  "legacyEventType",
  "displayMessage",
  "actor.id",
  "actor.type",
  "actor.alternateId",
  "actor.displayName",
  "client.userAgent.rawUserAgent",
  "client.userAgent.os",
  "client.userAgent.browser",
  "client.zone",
  "client.device",
  "client.id",
  "client.ipAddress",
  "client.geographicalContext.city",
  "client.geographicalContext.state",
  "client.geographicalContext.country",
  "client.geographicalContext.postalCode",
  "client.geographicalContext.geolocation.lat",
  "client.geographicalContext.geolocation.lon",
  "device.id",
  "device.name",
  "device.managed",
  "device.registered",
  "authenticationContext.authenticationProvider",
  "authenticationContext.authenticationStep",
  "authenticationContext.credentialProvider",
  "authenticationContext.credentialType",
  "authenticationContext.externalSessionId",
  "authenticationContext.rootSessionId",
  "authenticationContext.interface",
  "authenticationContext.issuer.id",
  "authenticationContext.issuer.type",
  "outcome.result",
  "outcome.reason",
  "securityContext.asNumber",
  "securityContext.asOrg",
  "securityContext.isp",
  "securityContext.domain",
  "securityContext.isProxy",
  "transaction.id",
  "transaction.type",
  "transaction.detail.requestApiTokenId",
  "debugContext.debugData",
  "debugContext.debugData.requestUri",
  "debugContext.debugData.url",
  "debugContext.debugData.dtHash",
  "debugContext.debugData.deviceFingerprint",
  "debugContext.debugData.behaviors",
  "debugContext.debugData.risk",
  "debugContext.debugData.logOnlySecurityData",
  "debugContext.debugData.tunnels",
  "debugContext.debugData.threatSuspected",
  "debugContext.debugData.factor",
  "debugContext.debugData.privilegeGranted",
  "debugContext.debugData.privilegeRevoked",
  "target",
  "request.ipChain",
];

// Other names that exports give to the same thing.
const ALSO: Readonly<Record<string, string>> = {
  timestamp: "published",
  time: "published",
  eventid: "uuid",
  id: "uuid",
  event: "eventType",
  ipaddress: "client.ipAddress",
  clientip: "client.ipAddress",
  useragent: "client.userAgent.rawUserAgent",
  debugdata: "debugContext.debugData",
};

const BY_NAME: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ALSO),
  ...LEAVES.map((path) => [nameOf(path), path] as const),
]);

/** Columns that hold a whole record as JSON. */
const WHOLE: ReadonlySet<string> = new Set([
  "_raw",
  "raw",
  "event",
  "_source",
  "message",
  "@message",
  "data",
  "detail",
]);

/** Deepest path a column may name. */
const MAX_STEPS = 16;
/** List entries a column may name, so that `target.999999999.id` makes no giant. */
const MAX_ENTRY = 64;

/** The steps from a record to what a column holds: names, and numbers within lists. */
export type ColumnPath = readonly (string | number)[];

/** The path of a column; `undefined` for one that belongs to no record. */
export function columnPath(column: string): ColumnPath | undefined {
  const name = column.trim();
  const known = BY_NAME.get(nameOf(name));
  if (known !== undefined) return known.split(".");
  if (!/[.[{]/.test(name) && !/^targets?[_ ]?\d/i.test(name)) return undefined;
  const steps = name
    .replaceAll("{}", ".0")
    .replaceAll(/\[(\d+)\]/g, ".$1")
    .replace(/^targets?[_ ]?(\d+)[._ ]?/i, "target.$1.")
    .split(".")
    .filter((step) => step !== "")
    .map((step) => (/^\d{1,9}$/.test(step) ? Number(step) : step));
  const tooFar = steps.some((step) => typeof step === "number" && step >= MAX_ENTRY);
  return steps.length > MAX_STEPS || tooFar || typeof steps[0] === "number" ? undefined : steps;
}

/** Whether a column may hold whole records as JSON. */
export function holdsRecords(column: string): boolean {
  return WHOLE.has(column.trim().toLowerCase());
}

/** Whether a line may be the header of a CSV export of events: it names what every event has. */
export function isCsvHeader(columns: readonly string[]): boolean {
  return columns.some((column) => holdsRecords(column) || isTelling(column));
}

function isTelling(column: string): boolean {
  const path = BY_NAME.get(nameOf(column));
  return path !== undefined && path !== "version" && path !== "severity";
}

function nameOf(column: string): string {
  return column.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
