import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isProblem, readOkta } from "../index.ts";
import { LIST_PATHS, NUMBER_PATHS, TEXT_PATHS } from "../paths.ts";
import { record } from "../record.fixture.ts";
import { createFastReader } from "./reader.ts";

const AT = { file: "log", line: 1, offset: 0, length: 0 };
const ORIGIN = { tenant: "acme", at: AT };
const decode = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.subarray(start, end)).toString("utf8");
const reader = createFastReader(decode);

/** Both readers on the same bytes: the fast one may decline, but never disagree. Says whether it answered. */
function agree(bytes: Uint8Array): boolean {
  for (const margin of [0, 64]) {
    const padded = new Uint8Array(bytes.length + 3 + margin).fill(0x22);
    padded.set(bytes, 3);
    const fast = reader.read(padded, { start: 3, end: 3 + bytes.length }, ORIGIN);
    if (fast === undefined) {
      if (margin > 0) return false;
      continue;
    }
    // Throws where the fast reader let something pass that is no JSON.
    const plain = readOkta(JSON.parse(decode(bytes, 0, bytes.length)), ORIGIN);
    expect(fast).toEqual(plain);
    expect(isProblem(plain)).toBe(false);
  }
  return true;
}

function agreeOnText(text: string): boolean {
  return agree(Buffer.from(text));
}

const NAMES = [...new Set([...TEXT_PATHS, ...NUMBER_PATHS].flatMap((path) => path.split(".")))];
const MEMBERS = LIST_PATHS.flatMap(({ path, members }) => [...path.replaceAll("[]", "").split("."), ...members]);
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NAMES, ...MEMBERS) },
  fc.constantFrom("UUID", "Actor", "__proto__", "constructor", "uu\\u0069d", "actor.id", "", "é", "toString"),
  fc.string({ maxLength: 6 }).map((text) => JSON.stringify(text).slice(1, -1)),
);
const space = fc.constantFrom("", "", "", " ", "\n", "\t ", "\r\n");
const text = fc.oneof(
  fc.constantFrom(
    "unknown",
    "-",
    "true",
    "POSITIVE",
    "2023-10-18T10:15:00.123Z",
    "2023-10-18T10:15:00Z",
    "{level=HIGH}",
  ),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("\ud800", "\udc00x", "\u2028", "\u0000\u001f", '"\\/', "\ufeffbom", "x".repeat(3000)),
);
const scalar = fc.oneof(
  { weight: 5, arbitrary: text.map((value) => JSON.stringify(value)) },
  fc.constantFrom("null", "true", "false", '"\\u00e9\\ud83d\\ude00"', '"\\ud83d"', '"\\/\\b\\f\\n"'),
  fc.constantFrom(
    "0",
    "-0",
    "1.0",
    "1e3",
    "1E-2",
    "64500",
    "-97.7431",
    "123456789012345678901",
    "1e400",
    "0.1234567890123456789",
  ),
  // Not JSON.
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "01",
      "+1",
      ".5",
      "1.",
      "nul",
      "True",
      '"\\x"',
      '"\t"',
      '"\\u12g4"',
      "",
      "'a'",
      "1e",
      "NaN",
      "--1",
    ),
  },
);
const { value } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: "small" }, scalar, tie("object"), tie("list")),
  object: fc
    .array(fc.tuple(space, name, space, space, tie("value"), space), { maxLength: 8 })
    .map((members) => `{${members.map(([a, key, b, c, one, d]) => `${a}"${key}"${b}:${c}${one}${d}`).join(",")}}`),
  list: fc
    .array(fc.tuple(space, tie("value"), space), { maxLength: 4 })
    .map((all) => `[${all.map((one) => one.join("")).join(",")}]`),
}));

describe("the fast reader", () => {
  it("EV-30 gives the envelope that the plain reader gives, on any JSON", () => {
    let answered = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), fc.boolean(), (members, whole) => {
        const must = whole ? ['"uuid":"u-1"', '"eventType":"t"', '"published":"2023-10-18T10:15:00.123Z"'] : [];
        const more = members.filter(([key]) => !whole || !["uuid", "eventType", "published"].includes(key));
        if (agreeOnText(`{${[...must, ...more.map(([key, one]) => `"${key}":${one}`)].join(",")}}`)) answered++;
      }),
      { numRuns: 6000 },
    );
    expect(answered).toBeGreaterThan(500);
  });

  it("EV-31 lets nothing pass that JSON.parse would refuse: a record with a byte changed, left out or put in", () => {
    const original = Buffer.from(JSON.stringify(record()));
    const byte = fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[]:,\n 0e.-u')), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.nat(original.length - 1), byte, fc.constantFrom("change", "drop", "insert"), (at, put, how) => {
        const head = original.subarray(0, at);
        const tail = original.subarray(how === "insert" ? at : at + 1);
        agree(Buffer.concat(how === "drop" ? [head, tail] : [head, Buffer.of(put), tail]));
      }),
      { numRuns: 6000 },
    );
  });

  it("EV-32 answers for what Okta writes, however it is spaced", () => {
    for (const spacing of [undefined, 1, "\t"]) expect(agreeOnText(JSON.stringify(record(), null, spacing))).toBe(true);
    expect(agreeOnText(`\r\n ${JSON.stringify(record())} \n`)).toBe(true);
    for (const target of [null, { id: "x", type: "User" }, [], ["a", null, { id: "y" }, {}]])
      expect(agreeOnText(JSON.stringify({ ...record(), target }))).toBe(true);
  });

  it("EV-33 leaves the unusual to the plain reader", () => {
    const usual = JSON.stringify(record());
    for (const unusual of [
      usual.replace('"uuid"', '"\\u0075uid"'),
      usual.replace('{"actor"', '{"uuid":"first","actor"'),
      usual.replace('"outcome":{', '"outcome":[{').replace('"published"', '],"published"').replace("},]", "}]"),
      usual.replace('"target":[', '"target":[[{}],'),
      `${usual.slice(0, -1)},"x":${"[".repeat(100)}${"]".repeat(100)}}`,
      "",
      "null",
      "[]",
      `${usual}${usual}`,
    ])
      expect(agreeOnText(unusual)).toBe(false);
  });

  it("EV-38 leaves keys to the plain reader that a rule could take for others: by case, by dots", () => {
    const usual = JSON.stringify(record());
    for (const odd of ["EventType", "OUTCOME", "actor.id", "a.b", "\u017feverity"])
      expect(agreeOnText(`${usual.slice(0, -1)},"${odd}":1}`)).toBe(false);
    expect(agreeOnText(`${usual.slice(0, -1)},"other":{"EventType":1,"a.b":2}}`)).toBe(true);
    expect(agreeOnText(usual.replace('"isProxy"', '"isproxy"'))).toBe(false);
  });

  it("EV-34 tells texts apart that share a hash, for it compares them", () => {
    const ids = Array.from({ length: 300_000 }, (_, n) => `id-${n}`);
    for (const id of ids.filter((_, n) => n % 97 === 0)) {
      const bytes = Buffer.from(
        `{"uuid":"${id}","eventType":"${id}","published":"2023-10-18T10:15:00.123Z","actor":{"id":"${id}"}}`,
      );
      expect(reader.read(bytes, { start: 0, end: bytes.length }, ORIGIN)).toMatchObject({
        uid: id,
        type: id,
        actorId: id,
      });
    }
  });
});
