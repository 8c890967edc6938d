import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Expression,
  matchesNaively,
  type Rule,
  sqlOfRules,
  type TextPart,
  type ValueTest,
} from "@nightlatch/sigma";
import { event } from "../store/events/event.fixture.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import { PLAIN_PATHS } from "../store/events/plain-paths.ts";
import { OKTA_TABLE } from "./okta-table.ts";

const T0 = Date.UTC(2026, 0, 5, 9);
const root = mkdtempSync(join(tmpdir(), "nightlatch-hunt-"));
const PATHS = [...PLAIN_PATHS.moments, ...PLAIN_PATHS.words, ...PLAIN_PATHS.texts];
/** What rules and records are made of, so that they meet: numbers as text, odd characters, what looks like wildcards. */
const WORDS = [
  "", "a", "A", "ab", "aXb", "%", "_", "a%b", "\\", "'", "\u212a", "k", "K", "ſ", "s", "straße", "STRASSE", "İ", "ς", "Σ",
  "unknown", "-", "5", "05", "5.0", "5e0", "-5", "-0", "9007199254740993", "true", "False", "falſe",
  "192.0.2.7", "256.0.2.7", "0.0.0.0", "010.0.0.1", "::ffff:192.0.2.7", "2001:db8::1", "2026-01-05T09:30:00Z", "2026",
  "{New IP=POSITIVE}", '{"risk":{"level":"LOW"}}', "😀", "x\ny", "\u0000",
]; // prettier-ignore
const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: "binary", maxLength: 2 }));
const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: word },
  fc.constantFrom<unknown>(null, true, false, 0, 5, -5, 5.5, 1e21, 2 ** 53 + 2, {}, [], ["a"], { a: "a" }),
);
/** Ways to spell a name that a rule could mean it by. */
const spelling = fc.oneof(
  { weight: 12, arbitrary: fc.constant("as is") },
  fc.constantFrom("upper", "kelvin", "dotted"),
);

interface Sketch {
  readonly entries: readonly (readonly [path: string, value: unknown, spelt: string])[];
  /** A key stands twice, as no serialiser writes it. */
  readonly twice: boolean;
}

/** Some of the paths, mostly as they should be. */
const sketches: fc.Arbitrary<Sketch> = fc.record({
  entries: fc.array(fc.tuple(fc.constantFrom(...PATHS), scalar, spelling), { maxLength: 12 }),
  twice: fc.nat(9).map((n) => n === 0),
});

/** The record of a sketch, with what makes it an event. */
function recordOf({ entries, twice }: Sketch, uuid: string, time: number): string {
  const record: Record<string, unknown> = { eventType: "a" };
  for (const [path, value, spelt] of entries) put(record, spelt === "dotted" ? [path] : path.split("."), value, spelt);
  if (typeof record["eventType"] !== "string" || record["eventType"] === "") record["eventType"] = "a";
  const text = JSON.stringify({ ...record, uuid, published: new Date(time).toISOString() });
  return twice ? text.replace("{", '{"eventType":"b","actor":{"type":"b"},') : text;
}

function put(record: Record<string, unknown>, path: readonly string[], value: unknown, spelt: string): void {
  const [written = "", ...rest] = path;
  const list = written.endsWith("[]");
  const plain = written.replace("[]", "");
  const name = spelt === "upper" ? plain.toUpperCase() : spelt === "kelvin" ? plain.replace("k", "\u212a") : plain;
  if (rest.length === 0) {
    record[name] = value;
    return;
  }
  const there = record[name];
  const into: unknown = Array.isArray(there) ? (there as unknown[]).at(-1) : there;
  const next = (typeof into === "object" && into !== null ? into : {}) as Record<string, unknown>;
  put(next, rest, value, spelt);
  if (list && Array.isArray(there)) record[name] = [...(there as unknown[]), next, { ...next }];
  else record[name] = list ? [next] : next;
}

const ANY: TextPart = { wild: "any" };
const part: fc.Arbitrary<TextPart> = fc.oneof(
  { weight: 4, arbitrary: word },
  fc.constantFrom(ANY, { wild: "one" as const }),
);
const text = fc.record({
  kind: fc.constant("text" as const),
  parts: fc.oneof(
    word.map((one): readonly TextPart[] => [one]),
    word.map((one) => [ANY, one, ANY]),
    fc.array(part, { maxLength: 4 }),
  ),
  cased: fc.boolean(),
});
const regex = fc.record({
  kind: fc.constant("regex" as const),
  source: fc.constantFrom("a", "^a", "b$", "a+b?", "(?i)STRA", "", "^$", "k|ſ", "New \\w+=POS", "5\\.0"),
  ignoreCase: fc.boolean(),
  multiLine: fc.boolean(),
  dotAll: fc.boolean(),
});
const op = fc.constantFrom("eq" as const, "lt" as const, "lte" as const, "gt" as const, "gte" as const);
const simple: fc.Arbitrary<ValueTest> = fc.oneof(
  { weight: 5, arbitrary: text },
  regex,
  fc.record({
    kind: fc.constant("number" as const),
    op,
    value: fc.constantFrom("5", "-5", "0", "-0", "5.5", "9007199254740993", "1e21"),
  }),
  fc.record({ kind: fc.constant("boolean" as const), value: fc.boolean() }),
  fc.constant({ kind: "null" as const }),
  fc.record({ kind: fc.constant("exists" as const), value: fc.boolean() }),
  fc.record({
    kind: fc.constant("cidr" as const),
    cidr: fc.constantFrom("192.0.2.0/24", "0.0.0.0/0", "::/0", "::ffff:192.0.2.0/120", "2001:db8::/32"),
  }),
  fc.record({
    kind: fc.constant("date" as const),
    part: fc.constantFrom("hour" as const, "year" as const),
    op,
    value: fc.constantFrom(9, 2026),
  }),
  fc.record({
    kind: fc.constant("fieldref" as const),
    field: fc.constantFrom(...PATHS.map((path) => path.replace("[]", ""))),
    how: fc.constantFrom("equals" as const, "contains" as const),
    cased: fc.boolean(),
  }),
);
const test: fc.Arbitrary<ValueTest> = fc.oneof(
  { weight: 6, arbitrary: simple },
  fc.array(simple, { minLength: 1, maxLength: 2 }).map((of) => ({ kind: "none" as const, of })),
);
const field = fc
  .constantFrom(
    ...PATHS.map((path) => path.replace("[]", "")),
    "EVENTTYPE",
    "actor",
    "target",
    "no.such",
    "severity",
    "severity",
  )
  .chain((one) => fc.constantFrom(one, one, one.toLowerCase()));
const member = fc.constantFrom("id", "type", "displayName", "alternateId", ".", "no");

const expressions: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression; inner: Expression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("field" as const), field, test }) },
    fc.record({ kind: fc.constant("field" as const), field: fc.constant("eventType"), test: text }),
    fc.record({ kind: fc.constant("keyword" as const), test: fc.oneof(text, regex) }),
    fc.record({ kind: fc.constantFrom("and" as const, "or" as const), of: fc.array(tie("node"), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("not" as const), of: tie("node") }),
    fc.record({ kind: fc.constant("constant" as const), value: fc.boolean() }),
    fc.record({
      kind: fc.constant("members" as const),
      field: fc.constantFrom("target", "TARGET", "actor"),
      quantifier: fc.constantFrom("any" as const, "all" as const, "all_or_empty" as const, "none" as const, 0, -1),
      of: tie("inner"),
    }),
  ),
  inner: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("field" as const), field: member, test }) },
    fc.record({ kind: fc.constantFrom("and" as const, "or" as const), of: fc.array(tie("inner"), { maxLength: 2 }) }),
    fc.record({ kind: fc.constant("not" as const), of: tie("inner") }),
  ),
})).node;

function ruleOf(expression: Expression, key: string): Rule {
  return { key, expression } as Rule;
}

describe("rules over the table of events", () => {
  let store: EventStore;
  beforeAll(async () => {
    store = await openEventStore({ folder: root });
  });
  afterAll(async () => {
    await store.close();
    rmSync(root, { recursive: true, force: true });
  });

  it("HT-1 lose no event that the engine matches, and find no other when they say that they are exact", async () => {
    let found = 0;
    let exact = 0;
    let spared = 0;
    let n = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(sketches, { minLength: 30, maxLength: 60 }),
        fc.array(fc.array(expressions, { minLength: 1, maxLength: 3 }), { minLength: 30, maxLength: 40 }),
        async (drawn, books) => {
          const tenant = `t${n++}`;
          const stored = drawn.map((sketch, i) => event(recordOf(sketch, `u${i}`, T0 + i), { tenant }));
          await store.append(stored);
          const events = stored.map(({ envelope, raw }) => ({
            uid: envelope.uid,
            value: JSON.parse(Buffer.from(raw).toString("utf8")) as unknown,
          }));
          for (const book of books) {
            const rules = book.map((expression, i) => ruleOf(expression, `r${i}`));
            const {
              where,
              params,
              exact: isExact,
            } = sqlOfRules(rules, n % 2 === 0 ? OKTA_TABLE : { ...OKTA_TABLE, folds: true });
            const rows = await store.query(`SELECT uid, plain FROM events WHERE tenant = {t:String} AND (${where})`, {
              ...params,
              t: tenant,
            });
            const narrowed = new Set(rows.map(({ uid }) => String(uid)));
            const matched = new Set(
              events.filter(({ value }) => rules.some((rule) => matchesNaively(rule, value))).map(({ uid }) => uid),
            );
            const lost = [...matched].filter((uid) => !narrowed.has(uid));
            expect([where, JSON.stringify(params), lost]).toEqual([where, JSON.stringify(params), []]);
            found += matched.size;
            spared += events.length - narrowed.size;
            if (!isExact) continue;
            const more = rows.filter(({ uid, plain }) => plain === true && !matched.has(String(uid)));
            expect([where, JSON.stringify(params), more]).toEqual([where, JSON.stringify(params), []]);
            exact++;
          }
        },
      ),
      { numRuns: Number(process.env["NIGHTLATCH_RUNS"] ?? 6) },
    );
    expect(Math.min(found, exact, spared)).toBeGreaterThan(20);
  }, 600_000);
});
