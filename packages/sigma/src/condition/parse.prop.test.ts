import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConditionNode } from "./ast.ts";
import { parseCondition } from "./parse.ts";

const name = fc
  .stringMatching(/^[a-zA-Z_][a-zA-Z0-9_-]{0,6}$/)
  .filter((text) => !/^(?:and|or|not|of|all|any|near|them)$/i.test(text));

const { tree } = fc.letrec<{ tree: ConditionNode }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant("id" as const), name }),
    fc.record({
      kind: fc.constant("quantified" as const),
      quantity: fc.constantFrom("1" as const, "all" as const),
      pattern: fc.oneof(
        fc.constant("them"),
        name.map((text) => `${text}*`),
        name.map((text) => `*${text}_*`),
      ),
    }),
    fc.record({ kind: fc.constant("not" as const), of: tie("tree") }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      of: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

function print(node: ConditionNode, inner = false): string {
  switch (node.kind) {
    case "id":
      return node.name;
    case "quantified":
      return `${node.quantity} of ${node.pattern}`;
    case "not":
      return `not ${print(node.of, true)}`;
    case "and":
    case "or": {
      const text = node.of.map((part) => print(part, true)).join(` ${node.kind} `);
      return inner ? `(${text})` : text;
    }
  }
}

describe("conditions", () => {
  it("SG-36 a condition that is printed and read again is the same", () => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(parseCondition(print(node))).toEqual(node);
      }),
    );
  });

  it("SG-36 any text is read, or refused at a place within it", () => {
    const words = fc.constantFrom(
      "a",
      "and",
      "or",
      "not",
      "1",
      "all",
      "of",
      "them",
      "(",
      ")",
      "|",
      "near",
      "x*",
      " ",
      "\n",
      "é",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string())), (parts) => {
        const text = parts.join(" ");
        const parsed = parseCondition(text);
        if (!("message" in parsed)) return;
        expect(parsed.at).toBeGreaterThanOrEqual(0);
        expect(parsed.at).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
