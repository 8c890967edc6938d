/**
 * Judges records against Sigma rules, in whatever thread they are read: a cheap look at some texts says which rules
 * match or could match, and only when that settles nothing is the record parsed. A hit carries the values that
 * correlations will ask for.
 */
import type { Told } from "@nightlatch/core";
import { compileRules, type Rule, valueReader } from "@nightlatch/sigma";
import type { JudgeSource, RecordJudge, RuleHit } from "../pipeline/index.ts";
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
  const fields = new Map([...data.fields.values()].flat().map((field) => [field, new AskedField(field)]));
  const asked = new Map([...data.fields].map(([key, names]) => [key, names.flatMap((name) => fields.get(name) ?? [])]));
  const told = [...fields.values()].filter((field) => field.told).map((field) => field.name);
  return {
    wanted: [...new Set([...matcher.wanted, ...told])],
    judge(text, parse) {
      const candidates = matcher.candidates(text);
      if (candidates.size === 0) return NO_HITS;
      let event: unknown;
      const whole = (): unknown => (event ??= parse());
      const matched = candidates.settled ?? matcher.match(whole(), candidates);
      if (matched.length === 0) return NO_HITS;
      // All hits of an event share what any of them is asked for: an event waits in order with its hits.
      const values: Record<string, readonly string[]> = {};
      return matched.map(({ key }): RuleHit => {
        const wanted = asked.get(key);
        if (wanted === undefined) return { rule: key, values: NO_VALUES };
        for (const field of wanted) values[field.name] ??= field.of(text, whole);
        return { rule: key, values };
      });
    },
  };
}

const NO_HITS: readonly RuleHit[] = [];
const NO_VALUES: RuleHit["values"] = {};
const NONE: readonly string[] = [];

const keyOf = (path: string): string => path.split(".", 1)[0] ?? "";
const OKTA_KEYS: ReadonlySet<string> = new Set(OKTA_SPELLINGS.map(keyOf));

/** A field that correlations ask for. Empty texts count as none: whether a value is empty or absent is one to them. */
class AskedField {
  readonly name: string;
  /** A text tells it, when it is there. */
  readonly told: boolean;
  readonly #read: (event: unknown) => readonly string[];
  /** Lists of one text, so that an address or a person that comes often is the same list. */
  readonly #known = new Map<string, readonly string[]>();

  constructor(name: string) {
    this.name = name;
    // Below a key that Okta does not write there is nothing; the name of an alias is such a key.
    this.told = OKTA_SPELLINGS.includes(name) || !OKTA_KEYS.has(keyOf(name));
    this.#read = valueReader(name);
  }

  of(text: (path: string) => Told, whole: () => unknown): readonly string[] {
    const said = this.told ? text(this.name) : undefined;
    if (typeof said === "string") return said === "" ? NONE : this.#alone(said);
    return (said ?? this.#read(whole())).filter((value) => value !== "");
  }

  #alone(text: string): readonly string[] {
    let list = this.#known.get(text);
    if (list === undefined) {
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      list = [text];
      this.#known.set(text, list);
    }
    return list;
  }
}

const MOST_KNOWN = 8192;
