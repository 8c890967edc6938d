import { RE2JS } from "re2js";
import { fold } from "../field/fold.ts";
import type { RegexTest } from "../rule/expression.ts";
import { requiredLiteral } from "./required-literal.ts";

/** A regular expression and what a text must hold for it to be worth trying. */
export interface CompiledRegex {
  readonly test: (text: string) => boolean;
  /** Folded text that the folded form of every matching text holds; `""` when none is known. */
  readonly literal: string;
  readonly passesEmpty: boolean;
}

/** Compiles an unanchored regular expression (RE2 dialect, linear time). Throws when it does not compile. */
export function compileRegex(regex: RegexTest): CompiledRegex {
  const compiled = readRegex(regex);
  const test = (text: string): boolean => compiled.test(text);
  return { test, literal: fold(requiredLiteral(regex.source)), passesEmpty: test("") };
}

/** The expression itself. */
export function readRegex({ source, ignoreCase, multiLine, dotAll }: RegexTest): RE2JS {
  const flags =
    (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (multiLine ? RE2JS.MULTILINE : 0) | (dotAll ? RE2JS.DOTALL : 0);
  return RE2JS.compile(source, flags);
}
