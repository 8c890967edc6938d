import assert from "node:assert/strict";
import { compileRules, loadRules, matchesNaively } from "@nightlatch/sigma";
import { hostile } from "../hostile.ts";
import type { Target } from "../target.ts";

const SELECTIONS = [
  "a: x",
  "a.b|contains: ['x', 'ß']",
  "a|startswith: 'x*y?'",
  "a|endswith|cased: X",
  "'A.B': 5",
  "n|gte: 9007199254740993",
  "n|neq: [1, 2]",
  "t: true",
  "a: null",
  "a.b|exists: false",
  "ip|cidr: [192.0.2.0/24, '2001:db8::/32']",
  "at|hour: 9",
  "a|fieldref: b",
  "a|re: '^(x+x+)+y|İ'",
  "a|re|i: 'straße\\d*'",
  "'list[any]': {a: x, b|contains: y}",
  "'list[all].a': x",
  "'list[-1].a': ''",
];
const KEYWORDS = "title: k\nlogsource: {product: any}\ndetection: {k: [x, 'stra*e'], condition: k}\n";
const RULES = SELECTIONS.map(
  (item) => `title: ${JSON.stringify(item)}
sigma-version: 3
logsource: {product: any}
detection: {s: {${item}}, f: {b: [x, "", null]}, condition: s and not f}
`,
);
const { rules, problems } = loadRules([{ file: "rules.yml", text: [...RULES, KEYWORDS].join("---\n") }]);
const broken = problems.filter(({ severity }) => severity === "error");
if (broken.length > 0) throw new Error(`The rules of this target do not load: ${JSON.stringify(broken)}`);
const matcher = compileRules(rules);

const SAMPLE = {
  a: { b: ["x", "straße", null] },
  "a.b": 5,
  n: 9007199254740992,
  t: "TRUE",
  ip: "192.0.2.7",
  at: "2026-01-05T09:30:00Z",
  b: "",
  list: [{ a: "x", b: "y" }, { a: "" }],
};
const WORDS = [
  ...'{}[]",:'.split(""),
  ...["a", "A", "b", "a.b", "n", "t", "ip", "list", "__proto__"].map((name) => `"${name}":`),
  ...["x", "X", "xxxxxxxxxxxxxxxx", "STRASSE", "İ", "\\ud83d", "2001:db8::1", "5", ""].map((text) => `"${text}"`),
  ..."null true 5 5.0 1e999 9007199254740993 -0 [] {}".split(" "),
];

/** Any JSON is an event: the compiled rules match what the naive evaluator matches, and nothing throws. */
export const sigmaMatch: Target = {
  name: "sigma-match",
  input: hostile(WORDS, [Buffer.from(JSON.stringify(SAMPLE))]),
  check: (bytes) => {
    let event: unknown;
    try {
      event = JSON.parse(Buffer.from(bytes).toString());
    } catch {
      // Values that are easier to come by than objects.
      event = { a: Buffer.from(bytes).toString(), list: [Buffer.from(bytes).toString("latin1")] };
    }
    const wanted = rules.filter((rule) => matchesNaively(rule, event));
    assert.deepEqual(
      matcher.match(event).map(({ key }) => key),
      wanted.map(({ key }) => key),
    );
  },
};
