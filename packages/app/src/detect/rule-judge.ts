/**
 * Judges records against Sigma rules, in whatever thread they are read: a cheap look at some texts says which rules
 * could match, and only then is the record parsed. A hit carries the values that correlations will ask for.
 */
import { compileRules, type Rule, valuesAt } from "@nightlatch/sigma";
import type { JudgeSource, RecordJudge, RuleHit } from "../pipeline/index.ts";
import { OKTA_SPELLINGS } from "./okta-log.ts";
import type { RuleBook } from "./rule-book.ts";

interface JudgeData {
  readonly rules: readonly Rule[];
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** The judge for a book of rules; none when it is empty, so that nothing is asked of any record. */
export function judgeOf({ rules, fields }: RuleBook): JudgeSource | undefined {
  if (rules.length === 0) return undefined;
  // What a thread does not need is not copied to it.
  const data: JudgeData = { rules: rules.map((rule) => ({ ...rule, tests: [], custom: {}, description: "" })), fields };
  return { module: import.meta.url, data };
}

/** Called in every thread, with what {@link judgeOf} gave. */
export function createJudge(data: JudgeData): RecordJudge {
  const matcher = compileRules(data.rules, { spellings: OKTA_SPELLINGS });
  return {
    wanted: matcher.wanted,
    judge(text, parse) {
      const candidates = matcher.candidates(text);
      if (candidates.size === 0) return NO_HITS;
      const event = parse();
      const matched = matcher.match(event, candidates);
      if (matched.length === 0) return NO_HITS;
      return matched.map(({ key }): RuleHit => {
        const fields = data.fields.get(key) ?? [];
        return { rule: key, values: Object.fromEntries(fields.map((field) => [field, valuesAt(event, field)])) };
      });
    },
  };
}

const NO_HITS: readonly RuleHit[] = [];
