import { matchesNaively } from "../match/naive.ts";
import type { RuleSet } from "../rule/rule-set.ts";
import type { Rule } from "../rule/rule.ts";
import { type LoadOptions, loadRules } from "./load-rules.ts";

/** Loads one file. */
export function load(text: string, options?: LoadOptions): RuleSet {
  return loadRules([{ file: "a.yml", text }], options);
}

/** A whole rule around its detection, which is indented already or written as flow. */
export function rule(detection: string, top = ""): string {
  return `title: A\nlogsource: {product: okta}\n${top}detection:${detection.startsWith("\n") ? detection : ` ${detection}`}\n`;
}

/** A rule whose only selection is this, written as flow. */
export function selecting(selection: string, top = ""): string {
  return rule(`{sel: ${selection}, condition: sel}`, top);
}

/** The one rule of a text that loads without error; fails the test otherwise. */
export function only(text: string, options?: LoadOptions): Rule {
  const { rules, problems } = load(text, options);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || rules.length !== 1) throw new Error(JSON.stringify(problems));
  return rules[0]!;
}

/** Whether the one rule of a text matches an event. */
export function matches(text: string, event: unknown, options?: LoadOptions): boolean {
  return matchesNaively(only(text, options), event);
}

/** Code, line and column of each problem. */
export function problemsOf(text: string, options?: LoadOptions): readonly string[] {
  return load(text, options).problems.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

/** The messages of all problems, one a line. */
export function messagesOf(text: string, options?: LoadOptions): string {
  return load(text, options)
    .problems.map(({ message }) => message)
    .join("\n");
}

/** Id of the first of the two rules below. */
export const ID = "5d3a3f5e-7d6d-4a55-9b0f-3f2a9d1c0b7e";
/** Two rules, named one and two. */
export const RULES = `${selecting("{a: 1}", `id: ${ID}\nname: one\n`)}---\n${selecting("{b: 1}", "name: two\n")}---\n`;

/** The two rules, and behind them a correlation with this body; its first line is line 13. */
export function correlating(body: string, top = ""): string {
  return `${RULES}title: C\n${top}correlation: ${body}\n`;
}
