import { canonicalDecimal } from "./decimal.ts";
import type { YamlScalar } from "./node.ts";

const NULL = /^(?:null|Null|NULL|~|)$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const INTEGER = /^[-+]?[0-9]+$/;
const OTHER_BASE = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** Longer numerals are text: nobody means such a number, and arithmetic on it costs. */
const LONGEST_NUMERAL = 400;

/**
 * A plain scalar by the core schema of YAML 1.2 (§10.3.2). `yes`, `no`, `on` and `off` are text there; `.inf` and
 * `.nan` are taken as text, because no event can hold them.
 */
export function resolvePlain(text: string, at: number, verbatimAt: number | undefined): YamlScalar {
  if (NULL.test(text)) return { kind: "null", at, text };
  if (BOOLEAN.test(text)) return { kind: "boolean", at, text, value: text.toLowerCase() === "true" };
  if (text.length <= LONGEST_NUMERAL) {
    if (OTHER_BASE.test(text)) return { kind: "number", at, text, decimal: BigInt(text).toString() };
    if (INTEGER.test(text) || FLOAT.test(text)) {
      const decimal = canonicalDecimal(text);
      if (decimal !== undefined) return { kind: "number", at, text, decimal };
    }
  }
  return { kind: "text", at, text, ...(verbatimAt !== undefined && { verbatimAt }) };
}
