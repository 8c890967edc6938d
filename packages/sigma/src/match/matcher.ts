import { RuleIndex } from "../candidates/rule-index.ts";
import { type Spell, spellingOf } from "../candidates/spelling.ts";
import type { FieldOptions } from "../field/path.ts";
import type { Rule } from "../rule/rule.ts";
import { compileExpression } from "./compile.ts";
import { Scope } from "./scope.ts";
import type { Check } from "./value-check.ts";

/** How rules are compiled. */
export interface MatcherOptions extends FieldOptions {
  /**
   * How the source writes its fields: every top-level key, and every path whose text `candidates` can be told. Needed
   * when rules may write them in another case (the older public rules are all lower case) and `candidates` is used.
   */
  readonly spellings?: readonly string[];
}

/** Rules that an event could match, as `Matcher.candidates` found them. */
export interface Candidates {
  /** 0: no rule can match, and the record need not be parsed. */
  readonly size: number;
}

/** Rules, ready to be matched against events one at a time. */
export interface Matcher {
  /** Dotted paths whose texts are asked for before the whole record is wanted. */
  readonly wanted: readonly string[];
  /**
   * Which rules could match, by a cheap look at the texts of a record. `text(path)` gives the text at a wanted path when
   * it is the only value there; `""` when there is none, or it is null or empty; `undefined` when only the whole record
   * can tell: the value is an array or an object, the path goes through an array, or the record has a key there that is
   * the same but for case, or that contains dots. Too many rules may be named, never too few.
   */
  readonly candidates: (text: (path: string) => string | undefined) => Candidates;
  /** The rules that a parsed event matches, in the order given to `compileRules`. Logsources are not looked at. */
  readonly match: (event: unknown, candidates?: Candidates) => readonly Rule[];
}

/** Compiles rules, all for the same kind of log (see `routeRules`). Throws when a regular expression does not compile. */
export function compileRules(rules: readonly Rule[], options: MatcherOptions = {}): Matcher {
  const scope = new Scope(options);
  const compiled = rules.map((rule) => ({ rule, holds: compileExpression(rule.expression, scope, options) }));
  const index = new RuleIndex(rules, scope, spellOf(options));
  return {
    wanted: index.wanted,
    candidates(text) {
      const numbers = index.byTexts(text);
      return numbers.length === 0 ? NONE : new Chosen(numbers.flatMap((n) => compiled[n] ?? []));
    },
    match(event, candidates) {
      if (candidates === NONE) return [];
      scope.open(event);
      const chosen =
        candidates instanceof Chosen ? candidates.rules : index.byEvent(event).flatMap((n) => compiled[n] ?? []);
      const matched = chosen.filter(({ holds }) => holds()).map(({ rule }) => rule);
      // Nothing of the event is kept behind.
      scope.open(undefined);
      return matched;
    },
  };
}

interface CompiledRule {
  readonly rule: Rule;
  readonly holds: Check;
}

class Chosen implements Candidates {
  readonly rules: readonly CompiledRule[];

  constructor(rules: readonly CompiledRule[]) {
    this.rules = rules;
  }

  get size(): number {
    return this.rules.length;
  }
}

const NONE: Candidates = new Chosen([]);

function spellOf({ spellings, strictFieldCase }: MatcherOptions): Spell {
  return spellings === undefined || strictFieldCase ? (field) => field : spellingOf(spellings);
}
