import fc from "fast-check";
import type { Expression, TextPart, ValueTest } from "../rule/expression.ts";

/** Words that rules and events share, so that they often meet: in cases that fold, as numbers, odd in their Unicode. */
const WORDS = [
  "",
  "a",
  "A",
  "ab",
  "AB",
  "b",
  "true",
  "True",
  "false",
  "5",
  "5.0",
  "05",
  "-5",
  "1e1",
  "10",
  "9007199254740993",
  "9007199254740992",
  "straße",
  "STRASSE",
  "İ",
  "i",
  "ı",
  "Σας",
  "ΣΑΣ",
  "ς",
  "ﬁ",
  "FI",
  "😀",
  "\ud83d",
  "\ude00",
  "192.0.2.7",
  "198.51.100.1",
  "2001:db8::1",
  "::ffff:192.0.2.7",
  "2026-01-05T09:30:00Z",
  "2025-12-29",
  "{New IP=POSITIVE, New Device=NEGATIVE}",
] as const;
const NAMES = ["a", "A", "b", "a.b", "B", "list", "__proto__", "ς", "Σ", "constructor", "b.list"] as const;
const FIELDS = [
  "a",
  "A",
  "b",
  "a.b",
  "A.B",
  "list",
  "list.a",
  "a.b.list",
  "a.list.b",
  "__proto__.a",
  "σ",
  "toString",
  "b.list",
];

const plain = fc.constantFrom("a", "b", "ab", "ba", "aba", "5", "5.0");
const word = fc.oneof(plain, fc.constantFrom(...WORDS));
const name = fc.oneof(fc.constantFrom("a", "b", "list"), fc.constantFrom(...NAMES));
const field = fc.oneof(fc.constantFrom("a", "b", "a.b", "list.a"), fc.constantFrom(...FIELDS));
const value = fc.oneof(
  { weight: 6, arbitrary: word },
  fc.constantFrom(null, true, false, 5, -5, 0, 10, 9007199254740992, 1e21, 0.1),
  fc.string({ unit: "binary", maxLength: 3 }),
);

/** Events with the names and words of `expressions`, in any nesting of objects and arrays. */
export const events: fc.Arbitrary<unknown> = fc.letrec<{ node: unknown; object: unknown; list: unknown }>((tie) => ({
  node: fc.oneof({ maxDepth: 4, depthSize: "small" }, { weight: 4, arbitrary: value }, tie("object"), tie("list")),
  object: fc
    .array(fc.tuple(name, tie("node")), { maxLength: 5 })
    .map(
      (members) =>
        JSON.parse(
          `{${members.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`).join(",")}}`,
        ) as unknown,
    ),
  list: fc.oneof(fc.array(tie("node"), { maxLength: 3 }), fc.array(tie("object"), { minLength: 2, maxLength: 3 })),
})).object;

const part: fc.Arbitrary<TextPart> = fc.oneof(
  { weight: 3, arbitrary: word },
  fc.constantFrom<TextPart>({ wild: "any" }, { wild: "one" }),
);
const text = fc.record({
  kind: fc.constant("text" as const),
  parts: fc.oneof(
    word.map((one) => [one]),
    fc
      .constantFrom(...WORDS)
      .chain((one) =>
        fc.constantFrom<readonly TextPart[]>(
          [{ wild: "any" }, one],
          [one, { wild: "any" }],
          [{ wild: "any" }, one, { wild: "any" }],
        ),
      ),
    fc.array(part, { maxLength: 4 }),
    fc
      .array(plain, { minLength: 2, maxLength: 4 })
      .map((all) => all.flatMap((one, n) => (n === 0 ? [one] : [{ wild: "any" as const }, one]))),
  ),
  cased: fc.boolean(),
});
const regex = fc.record({
  kind: fc.constant("regex" as const),
  source: fc.constantFrom(
    "a",
    "^a",
    "b$",
    "a+b?",
    "[ab]b",
    "(?i)STRA",
    "\\d+",
    "",
    "ς|a",
    "i.",
    "stra\\x{df}e",
    "New \\w+=POS",
    "5\\.0",
    "a{0}b",
    "k|ſ",
  ),
  ignoreCase: fc.boolean(),
  multiLine: fc.boolean(),
  dotAll: fc.boolean(),
});
const op = fc.constantFrom("eq" as const, "lt" as const, "lte" as const, "gt" as const, "gte" as const);
const simple: fc.Arbitrary<ValueTest> = fc.oneof(
  { weight: 4, arbitrary: text },
  regex,
  fc.record({
    kind: fc.constant("number" as const),
    op,
    value: fc.constantFrom("5", "-5", "10", "9007199254740993", "9007199254740992", "0.1", "1e21"),
  }),
  fc.record({ kind: fc.constant("boolean" as const), value: fc.boolean() }),
  fc.constant({ kind: "null" as const }),
  fc.record({ kind: fc.constant("exists" as const), value: fc.boolean() }),
  fc.record({
    kind: fc.constant("cidr" as const),
    cidr: fc.constantFrom("192.0.2.0/24", "2001:db8::/32", "0.0.0.0/0", "::/0", "::ffff:192.0.2.0/120"),
  }),
  fc.record({
    kind: fc.constant("date" as const),
    part: fc.constantFrom(
      "minute" as const,
      "hour" as const,
      "day" as const,
      "week" as const,
      "month" as const,
      "year" as const,
    ),
    op,
    value: fc.constantFrom(1, 5, 9, 30, 2026),
  }),
  fc.record({
    kind: fc.constant("fieldref" as const),
    field: field,
    how: fc.constantFrom("equals" as const, "startswith" as const, "endswith" as const, "contains" as const),
    cased: fc.boolean(),
  }),
);
const test: fc.Arbitrary<ValueTest> = fc.oneof(
  { weight: 6, arbitrary: simple },
  fc.array(simple, { minLength: 1, maxLength: 2 }).map((of) => ({ kind: "none" as const, of })),
);

/** Expressions of every kind, over the names and words of `events`. */
export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant("field" as const),
        field: fc.oneof({ weight: 9, arbitrary: field }, fc.constant(".")),
        test,
      }),
    },
    fc.record({ kind: fc.constant("keyword" as const), test: fc.oneof(text, regex) }),
    fc.record({ kind: fc.constantFrom("and" as const, "or" as const), of: fc.array(tie("node"), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("not" as const), of: tie("node") }),
    fc.record({ kind: fc.constant("constant" as const), value: fc.boolean() }),
    fc.record({
      kind: fc.constant("members" as const),
      field: fc.oneof({ weight: 9, arbitrary: field }, fc.constant(".")),
      quantifier: fc.constantFrom(
        "any" as const,
        "all" as const,
        "all_or_empty" as const,
        "none" as const,
        0,
        1,
        -1,
        -2,
      ),
      of: tie("node"),
    }),
  ),
})).node;
