import fc from "fast-check";
import { valuesAt } from "@nightlatch/sigma";
import { describe, expect, it } from "vitest";
import { assemble, isUsable } from "../assemble.ts";
import { isProblem, readOkta } from "../index.ts";
import { record } from "../record.fixture.ts";
import { TIME_BOUNDS } from "../timestamp.ts";
import { Interner } from "./interner.ts";
import { RecordReader } from "./record-reader.ts";
import { RowTable } from "./row-table.ts";
import { type Told, toldBy } from "./told.ts";

const NO_EVENT = "no event";
const AT = { file: "log", line: 1, offset: 0, length: 0 };
const decode = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.subarray(start, end)).toString("utf8");

interface Bench {
  readonly table: RowTable;
  readonly reader: RecordReader;
}

/** A reader that makes room after so many strings. */
function bench(stringsAtMost: number): Bench {
  const table = new RowTable(FURTHER.length, 1);
  return { table, reader: new RecordReader(table, new Interner(decode, stringsAtMost), { decode, further: FURTHER }) };
}

const FURTHER = [
  "published",
  "securityContext.asNumber",
  "unknown",
  "client.userAgent.rawUserAgent",
  "transaction.id",
  "target.displayName",
  "target.type",
  "request.ipChain.ip",
  "securityContext.userBehaviors.name",
  "debugContext.debugData.more",
];

/** The texts that are told, empty ones left out; `undefined` where only the whole record can tell. */
function filled(told: Told): readonly string[] | undefined {
  return (typeof told === "string" ? [told] : told)?.filter((text) => text !== "");
}

/**
 * Reads records out of one buffer, as they lie in a log, with one reader for all; each must be what the plain reader
 * says, or be left to it. Gives the number of those that were answered.
 */
function readAll(log: readonly Buffer[], { table, reader }: Bench, batch = 3): number {
  reader.forget();
  const bytes = Buffer.concat([...log.flatMap((one) => [one, Buffer.of(0x0a)]), Buffer.alloc(80, 0x22)]);
  let answered = 0;
  let said = 0;
  let start = 0;
  for (const [n, { length }] of log.entries()) {
    if (n % batch === 0) table.clear(reader.renew());
    const from = start;
    start += length + 1;
    if (!reader.read(bytes, from, from + length)) continue;
    answered++;
    // Throws where something passed that is no JSON.
    const value = JSON.parse(decode(bytes, from, from + length)) as object;
    const plain = readOkta(value, { tenant: "acme", at: AT });
    const row = table.count - 1;
    for (const [at, source] of reader.further.entries()) {
      const told = filled(toldBy(table, row, source));
      if (told !== undefined) said++;
      const wanted = filled(valuesAt(value, FURTHER[at]!));
      expect(told ?? wanted).toEqual(wanted);
    }
    const fast = isUsable(table, row, TIME_BOUNDS) ? assemble({ rows: table, row, at: AT }, "acme") : NO_EVENT;
    expect(fast).toEqual(isProblem(plain) ? NO_EVENT : plain);
  }
  // The further paths are nearly always told.
  expect(said).toBeGreaterThanOrEqual(answered * (FURTHER.length - 2));
  return answered;
}

const long = "x".repeat(70);
const agents = ["curl/8", 'a "quoted" agent', "agent \u00e9\u2028", "", null, 7, "unknown"];
const actors = ["00uA", "00uB"].flatMap((id) => [
  { id, type: "User", alternateId: `${id}@example.com`, displayName: long },
  { id, type: "User", alternateId: `${id}@example.com`, displayName: `${long}!` },
]);
const client = fc.record({
  userAgent: fc.constantFrom(...agents.map((rawUserAgent) => ({ rawUserAgent, os: "Linux" }))),
  ipAddress: fc.constantFrom("192.0.2.1", "192.0.2.2", null, [], {}),
  geographicalContext: fc.constantFrom(null, { city: long, geolocation: { lat: 1.5, lon: -1 } }, { country: "X" }),
});
const target = fc.array(
  fc.constantFrom(
    { id: "t1", type: "AppInstance", alternateId: long, displayName: "a" },
    { id: "t1", type: "AppInstance", alternateId: long, displayName: "b" },
    { id: null, type: 5, alternateId: long, detailEntry: { id: "not this", deep: [{ id: 1 }] } },
    null,
    [{ id: "nor this" }],
    "t",
  ),
  { maxLength: 3 },
);
const debugData = fc.record(
  {
    authnRequestId: fc.constantFrom("r1", "r2"),
    behaviors: fc.constantFrom("{New Device=POSITIVE, New IP=NEGATIVE}", long),
    deviceFingerprint: fc.constantFrom("f1", `f2${long}`, null),
    dtHash: fc.constantFrom("d1", `d2${long}`),
    factor: fc.constantFrom("OKTA_VERIFY_PUSH", 1e21, true),
    requestId: fc.constantFrom("q1", "q2"),
    requestUri: fc.constantFrom("/a", `/b/${long}`),
    risk: fc.constantFrom("{level=HIGH}", "{level=LOW}"),
    more: fc.constantFrom(1, 12, 1.5, -0.1e-3, null, [], { uuid: "inner" }),
    url: fc.constantFrom("/u?x", `/u/${long}?y`),
  },
  { requiredKeys: [] },
);
const parts = {
  actor: fc.constantFrom(...actors, null, {}),
  client,
  device: fc.constantFrom(null, { id: "guoA", managed: true, name: long }),
  authenticationContext: fc.constantFrom(
    { externalSessionId: "idx1", rootSessionId: long },
    { externalSessionId: "-" },
  ),
  displayMessage: fc.constantFrom("User login to Okta", long),
  eventType: fc.constantFrom("user.session.start", "user.session.end", "user.session.start ", null),
  outcome: fc.constantFrom({ result: "SUCCESS", reason: null }, { result: "FAILURE", reason: long }),
  published: fc.constantFrom("2023-10-18T10:15:00.123Z", "2023-10-18T10:15:00Z", "1970-01-01T00:00:00.000Z", "no time"),
  securityContext: fc.constantFrom(
    { asNumber: 64500, asOrg: long, isProxy: false },
    { asNumber: 6450, asOrg: long, isProxy: true },
    { asNumber: "64500", userBehaviors: [{ name: long, result: "POSITIVE" }] },
  ),
  debugContext: fc.oneof(fc.record({ debugData }), fc.constant(null)),
  transaction: fc.constantFrom({ type: "WEB", id: "x1", detail: { requestApiTokenId: "00T" } }, { id: "x2" }, null),
  uuid: fc.constantFrom("u-1", "u-2", "u\u00e9"),
  request: fc.constantFrom({ ipChain: [{ ip: "192.0.2.9", version: long }] }, { ipChain: [] }, null),
  target: fc.oneof(target, fc.constant(null), fc.constant({ id: "one", displayName: long })),
  unknown: fc.constantFrom(1, 12, "u", long, [1, { a: 2 }], null),
};

/** A record's text: some of the members, mostly in Okta's order, now and then spaced, or with one said twice. */
const texts = fc
  .tuple(
    fc.record(parts, { requiredKeys: ["eventType", "published", "uuid"] }),
    fc.constantFrom("usual", "usual", "usual", "reversed", "spaced", "twice", "escaped"),
  )
  .map(([value, how]) => {
    const members = Object.entries(value);
    if (how === "reversed") members.reverse();
    const text = JSON.stringify(Object.fromEntries(members), null, how === "spaced" ? 1 : undefined);
    if (how === "twice") return `${text.slice(0, -1)},${text.slice(1, text.indexOf(":"))}:null}`;
    return how === "escaped" ? text.replace("192.0.2.1", "\\u0031\\/") : text;
  });
const damage = fc.option(fc.tuple(fc.nat(), fc.constantFrom(...Buffer.from('"\\{}[]:,\n 0e.-uA'))), { freq: 6 });
const log = fc.array(
  fc.tuple(texts, damage).map(([text, damaged]) => {
    const bytes = Buffer.from(text);
    if (damaged !== null) bytes[damaged[0] % bytes.length] = damaged[1];
    return bytes;
  }),
  { maxLength: 12 },
);

describe("stretches that come back", () => {
  it("EV-35 are read as the plain reader reads them, whatever stands around them", () => {
    let [answered, read] = [0, 0];
    // Made once, for they hold megabytes.
    const benches = [8, 60, 1e6].map(bench);
    fc.assert(
      fc.property(log, fc.constantFrom(...benches), fc.integer({ min: 1, max: 4 }), (lines, one, batch) => {
        // Twice, so that every stretch has come before.
        answered += readAll([...lines, ...lines], one, batch);
        read += lines.length * 2;
      }),
      { numRuns: 3000 },
    );
    expect(answered / read).toBeGreaterThan(0.5);
  });

  it("EV-36 end with their last value: a number that goes on is another number", () => {
    const usual = JSON.stringify({ ...record(), severity: 6450, version: undefined });
    const log = ["6450", "64501", "6450.5", "6450e1", "6450 ", "6450x", "6450"].map((number) =>
      Buffer.from(usual.replace('"severity":6450', `"severity":${number}`)),
    );
    expect(readAll([...log, ...log], bench(1e6))).toBe(12);
  });

  it("EV-37 are read anew when they had to make room", () => {
    const big = (n: number): Buffer =>
      Buffer.from(
        JSON.stringify({
          ...record(),
          actor: { id: `00u${n}`, displayName: String(n).repeat(7000 / String(n).length) },
        }),
      );
    const log = Array.from({ length: 3000 }, (_, n) => big(1000 + n));
    expect(readAll([...log, ...log.slice(0, 50), ...log.slice(-50)], bench(1e6), 500)).toBe(3100);
  });
});
