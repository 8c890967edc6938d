import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadRules } from "./load-rules.ts";

const WORDS = [
  ..."-:{}[],&*!|>'\"#%?\n ".split(""),
  "\n  ",
  "\n    ",
  "---\n",
  "title: a\n",
  "id: 5d3a3f5e-7d6d-4a55-9b0f-3f2a9d1c0b7e\n",
  "name: a\n",
  "logsource: {product: okta}\n",
  "sigma-version: 3\n",
  "detection:\n  sel:\n    ",
  "f|contains|all: [a, b]\n    ",
  "f[any]: {a: 1}\n    ",
  "f|re: '(a+)+$'\n    ",
  "f|windash|base64offset|contains: -abc\n    ",
  "f|expand: '%a%'\n    ",
  "f|cidr: 192.0.2.0/24\n    ",
  "f|hour|gte: 5\n    ",
  "  condition: 1 of sel*\n",
  "correlation: {type: event_count, rules: [a], group-by: [u], timespan: 5m, condition: {gte: 3}}\n",
  "filter: {rules: any, sel: {a: 1}, condition: sel}\n",
  "tests: {positive: [{why: x, event: {__proto__: 1}}]}\n",
  "&a [*a]",
  "<<: *a\n",
];

describe("loading anything", () => {
  it("SG-6 no text makes the loader throw, and every problem has a place within the text", () => {
    const text = fc.array(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...WORDS) }, { weight: 1, arbitrary: fc.string() }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(text, (parts) => {
        const whole = parts.join("");
        const set = loadRules([
          { file: "a.yml", text: whole },
          { file: "b.yml", text: "title: b\nname: b\nlogsource: {product: x}\ndetection: {s: {a: 1}, condition: s}" },
        ]);
        const lines = whole.split("\n");
        for (const { file, line, column, code, message } of set.problems) {
          expect(code).toMatch(/^NL-SIGMA-[A-Z-]+$/);
          expect(message).toMatch(/^["A-Z].*[^.]$/s);
          if (file !== "a.yml") continue;
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
        }
        expect(set.rules.some(({ key }) => key === "b")).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
