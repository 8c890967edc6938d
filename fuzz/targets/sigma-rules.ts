import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { compileRules, loadRules, matchesNaively } from "@nightlatch/sigma";
import { hostile } from "../hostile.ts";
import type { Target } from "../target.ts";

const PUBLIC = readFileSync(new URL("../../packages/sigma/src/load/public-style.fixture.yml", import.meta.url));
const SAMPLES = PUBLIC.toString()
  .split("---\n")
  .map((document) => Buffer.from(document));
const WORDS = [
  ..."-:{}[],&*!|>'\"#%?\\ \n".split(""),
  "\n    ",
  "---\n",
  "title: a\n",
  "name: a\n",
  "logsource: {product: okta}\n",
  "sigma-version: 3\n",
  "detection:\n  sel:\n    ",
  "f|contains|windash|all: [a, -b]\n    ",
  "f[any]: {a: 1}\n    ",
  "|re|i: '(a+)+$'\n    ",
  "|base64offset|contains: ",
  "|expand: '%a%'\n    ",
  "|hour|gte: 5\n    ",
  "|fieldref: g\n    ",
  "  condition: 1 of sel* and not f\n",
  "correlation: {type: temporal, rules: [a], timespan: 5m}\n",
  "filter: {rules: any, sel: {a: 1}, condition: sel}\n",
  "&a [*a]",
  "<<: *a\n",
  "__proto__: ",
  "null",
  "1e999",
];
const EVENT = { f: "a -b", g: [{ a: 1 }, null, "a"], a: { __proto__: null, b: true } };
const LIMITS = { maxDocumentLength: 20_000, maxDocuments: 20 };

/** Any text is loaded or refused with places inside it, and what is loaded matches as the naive evaluator says. */
export const sigmaRules: Target = {
  name: "sigma-rules",
  input: hostile(WORDS, SAMPLES),
  check: (bytes) => {
    const text = Buffer.from(bytes).toString();
    const lines = text.split("\n").length;
    const { rules, problems } = loadRules([{ file: "a", text }], { placeholders: { a: ["x*"] }, limits: LIMITS });
    for (const { code, line, column } of problems) {
      assert.match(code, /^NL-SIGMA-/);
      assert.ok(line >= 1 && line <= lines && column >= 1, `${line}:${column} is not in the text`);
    }
    const matched = new Set(compileRules(rules).match(EVENT));
    for (const rule of rules) assert.equal(matched.has(rule), matchesNaively(rule, EVENT), rule.key);
  },
};
