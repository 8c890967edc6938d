/** Members that are moments in milliseconds, wherever they stand in a case, a scope, an answer or a ledger. */
const MOMENTS: ReadonlySet<string> = new Set([
  "at",
  "asOf",
  "happened",
  "first",
  "last",
  "since",
  "until",
  "from",
  "known",
  "knownAt",
  "received",
  "begun",
  "reached",
  "watchUntil",
  "updated",
  "opened",
  "firstAct",
  "firstEvidence",
  "firstFinding",
  "firstAction",
  "contained",
  "vendorNotice",
]);
/** The last moment that a Date can be (ECMA-262, 21.4.1.1). */
const LAST = 8.64e15;

/** A value as it goes out: moments are RFC 3339 instead of milliseconds; 0 and "never" are null. */
export function asJson(value: unknown, name = ""): unknown {
  if (typeof value === "number" && MOMENTS.has(name))
    return value === 0 || Math.abs(value) > LAST ? null : new Date(value).toISOString();
  if (Array.isArray(value)) return value.map((one: unknown) => asJson(one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asJson(one, key)]));
}
