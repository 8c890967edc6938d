/**
 * Judges records against Sigma rules, in whatever thread they are read: a cheap look at some texts says which rules
 * match or could match, and only when that settles nothing is the record parsed. A verdict names the
 * fields that correlations will ask for.
 */
import { compileRules, type Rule, valueReader } from "@nightlatch/sigma";
import type { JudgeSource, RecordJudge, Verdict } from "../pipeline/index.ts";
import { NO_VERDICT } from "../pipeline/judge.ts";
import { OKTA_SPELLINGS } from "./okta-log.ts";
import type { RuleBook } from "./rule-book.ts";

interface JudgeData {
  readonly rules: readonly Rule[];
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** The judge for a book of rules; none when it is empty, so that nothing is asked of any record. */
export function judgeOf({ rules: own, fields, decided }: RuleBook): JudgeSource | undefined {
  const rules = [...own, ...decided.guardRules];
  if (rules.length === 0) return undefined;
  // What a thread does not need is not copied to it.
  const data: JudgeData = { rules: rules.map((rule) => ({ ...rule, tests: [], custom: {}, description: "" })), fields };
  return { module: import.meta.url, data };
}

/** Called in every thread, with what {@link judgeOf} gave. */
export function createJudge(data: JudgeData): RecordJudge {
  const matcher = compileRules(data.rules, { spellings: OKTA_SPELLINGS });
  const fields = [...new Set([...data.fields.values()].flat())];
  const readers = new Map(fields.map((field) => [field, valueReader(field)]));
  const known = new Map<string, Verdict>();
  // What the texts settle is mostly the same list.
  const byList = new WeakMap<readonly Rule[], Verdict>();
  const verdictOn = (matched: readonly Rule[]): Verdict => {
    let verdict = byList.get(matched);
    if (verdict === undefined) byList.set(matched, (verdict = verdictOnContent(matched)));
    return verdict;
  };
  const verdictOnContent = (matched: readonly Rule[]): Verdict => {
    const name = matched.map(({ key }) => key).join("\n");
    let verdict = known.get(name);
    if (verdict !== undefined) return verdict;
    if (known.size >= MOST_KNOWN) known.clear();
    const rules = matched.map(({ key }) => key);
    verdict = { rules, fields: [...new Set(rules.flatMap((key) => data.fields.get(key) ?? []))] };
    known.set(name, verdict);
    return verdict;
  };
  return {
    wanted: [...new Set([...matcher.wanted, ...fields.filter(isTold)])],
    judge(text, parse) {
      const candidates = matcher.candidates(text);
      if (candidates.size === 0) return NO_VERDICT;
      return verdictOn(candidates.settled ?? matcher.match(parse(), candidates));
    },
    values: (field, record) => (readers.get(field)?.(record) ?? []).filter((value) => value !== ""),
  };
}

/** Verdicts that are remembered. */
const MOST_KNOWN = 4096;

const keyOf = (path: string): string => path.split(".", 1)[0] ?? "";
const OKTA_KEYS: ReadonlySet<string> = new Set(OKTA_SPELLINGS.map(keyOf));

/** Whether a text tells a field. Below a key that Okta does not write there is nothing; an alias's name is such a key. */
function isTold(field: string): boolean {
  return OKTA_SPELLINGS.includes(field) || !OKTA_KEYS.has(keyOf(field));
}
