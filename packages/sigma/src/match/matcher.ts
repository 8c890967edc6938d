import { RuleIndex } from "../candidates/rule-index.ts";
import { AS_WRITTEN, type Spelling, spellingOf } from "../candidates/spelling.ts";
import type { FieldOptions } from "../field/path.ts";
import type { Rule } from "../rule/rule.ts";
import { compileExpression } from "./compile.ts";
import { type Check, Scope } from "./scope.ts";

/** How rules are compiled. */
export interface MatcherOptions extends FieldOptions {
  /**
   * How the source writes its fields: every top-level key, and every path whose text `candidates` can be told. Needed
   * when rules may write them in another case (the older public rules are all lower case) and `candidates` is used.
   */
  readonly spellings?: readonly string[];
}

/** What the texts of a record say about the rules, as `Matcher.candidates` found it. */
export interface Candidates {
  /** Rules that match or could match. 0: none can, and the record need not be parsed. */
  readonly size: number;
  /** The rules that match, when the texts settled it, so that the record need not be parsed; else ask `match`. */
  readonly settled: readonly Rule[] | undefined;
}

/** Rules, ready to be matched against events one at a time. */
export interface Matcher {
  /** Dotted paths whose texts are asked for before the whole record is wanted. */
  readonly wanted: readonly string[];
  /**
   * Which rules match, or could match, by the texts of a record. `text(path)` gives the text at a wanted path; `""` when
   * there is none, or it is null or empty; a list of such texts when an array is or lies there; `undefined` when only
   * the whole record can tell: a value is an object, or the record has a key there that is the same but for case or that
   * contains dots. Too many rules may be named, never too few.
   */
  readonly candidates: (text: (path: string) => string | readonly string[] | undefined) => Candidates;
  /** The rules that a parsed event matches, in the order given to `compileRules`. Logsources are not looked at. */
  readonly match: (event: unknown, candidates?: Candidates) => readonly Rule[];
}

/** Compiles rules, all for the same kind of log (see `routeRules`). Throws when a regular expression does not compile. */
export function compileRules(rules: readonly Rule[], options: MatcherOptions = {}): Matcher {
  const spelling = spellingFor(options);
  const scope = new Scope({ ...options, spelling });
  const compiled = rules.map((rule) => {
    const holds = compileExpression(rule.expression, scope);
    return { rule, holds, sure: { rule, holds: undefined }, unsure: { rule, holds } };
  });
  const index = new RuleIndex(rules, scope, spelling);

  const byEvent = (event: unknown): readonly Rule[] => {
    scope.open(event);
    return index.byEvent(event).flatMap((n) => {
      const one = compiled[n];
      return one?.holds() ? [one.rule] : [];
    });
  };

  return {
    wanted: [...new Set([...index.wanted, ...scope.told])],
    candidates(text) {
      const numbers = index.byTexts(text);
      if (numbers.length === 0) return NONE;
      scope.hear(text);
      const kept: Judged[] = [];
      for (const n of numbers) {
        const one = compiled[n];
        scope.unsure = false;
        if (one !== undefined && (one.holds() || scope.unsure)) kept.push(scope.unsure ? one.unsure : one.sure);
      }
      return kept.length === 0 ? NONE : new Chosen(kept);
    },
    match(event, candidates) {
      if (candidates?.settled !== undefined) return candidates.settled;
      const matched = candidates instanceof Chosen ? settle(candidates, scope, event) : byEvent(event);
      // Nothing of the event is kept behind.
      scope.open(undefined);
      return matched;
    },
  };
}

function settle({ rules }: Chosen, scope: Scope, event: unknown): readonly Rule[] {
  scope.open(event);
  return rules.filter(({ holds }) => holds === undefined || holds()).map(({ rule }) => rule);
}

/** A rule that matches surely, or if it holds. */
interface Judged {
  readonly rule: Rule;
  readonly holds: Check | undefined;
}

class Chosen implements Candidates {
  readonly rules: readonly Judged[];
  readonly settled: readonly Rule[] | undefined;

  constructor(rules: readonly Judged[]) {
    this.rules = rules;
    this.settled = rules.every(({ holds }) => holds === undefined) ? rules.map(({ rule }) => rule) : undefined;
  }

  get size(): number {
    return this.rules.length;
  }
}

const NONE: Candidates = new Chosen([]);

function spellingFor({ spellings, strictFieldCase }: MatcherOptions): Spelling {
  return spellings === undefined || strictFieldCase ? AS_WRITTEN : spellingOf(spellings);
}
