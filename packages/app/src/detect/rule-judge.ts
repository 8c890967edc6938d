/**
 * Judges records against Sigma rules, in whatever thread they are read: a cheap look at some texts says which rules
 * could match, and only then is the record parsed. A hit carries the values that correlations will ask for.
 */
import { compileRules, type Rule, valueReader } from "@nightlatch/sigma";
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
  const readers = new Map<string, (event: unknown) => readonly string[]>();
  for (const field of [...data.fields.values()].flat()) readers.set(field, once(valueReader(field)));
  const wanted = new Map(
    [...data.fields].map(([key, fields]) => [key, fields.map((field) => [field, readers.get(field)] as const)]),
  );
  return {
    wanted: matcher.wanted,
    judge(text, parse) {
      const candidates = matcher.candidates(text);
      if (candidates.size === 0) return NO_HITS;
      const event = parse();
      const matched = matcher.match(event, candidates);
      if (matched.length === 0) return NO_HITS;
      return matched.map(({ key }): RuleHit => {
        const fields = wanted.get(key);
        if (fields === undefined) return { rule: key, values: NO_VALUES };
        return { rule: key, values: Object.fromEntries(fields.map(([field, read]) => [field, read?.(event)])) };
      });
    },
  };
}

const NO_HITS: readonly RuleHit[] = [];
const NO_VALUES: RuleHit["values"] = {};

/** Remembers the answer for the last event: several rules ask the same of it. */
function once(read: (event: unknown) => readonly string[]): (event: unknown) => readonly string[] {
  let last: unknown;
  let values: readonly string[] = [];
  return (event) => {
    if (event !== last) {
      values = read(event);
      last = event;
    }
    return values;
  };
}
