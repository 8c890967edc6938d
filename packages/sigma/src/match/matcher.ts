import { RuleIndex } from "../candidates/rule-index.ts";
import { AS_WRITTEN, type Spelling, spellingOf } from "../candidates/spelling.ts";
import type { FieldOptions } from "../field/path.ts";
import type { Rule } from "../rule/rule.ts";
import { compileExpression } from "./compile.ts";
import { Conclusions, NO, UNSURE } from "./conclusions.ts";
import { expressionFields } from "./expression-fields.ts";
import type { Tell } from "./field-view.ts";
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
    const paths = new Set(expressionFields(rule.expression).map((field) => scope.field(field).spelt ?? ""));
    return { rule, holds, paths, sure: { rule, holds: undefined }, unsure: { rule, holds } };
  });
  const index = new RuleIndex(rules, scope, spelling);
  const possible = new Remembered((numbers: readonly number[]) => {
    const some = numbers.flatMap((n) => compiled[n] ?? []);
    const conclusions = new Conclusions(some, scope);
    const chosen = new Remembered((concluded: readonly number[]) => {
      const kept = some.flatMap((one, n) =>
        concluded[n] === NO ? [] : concluded[n] === UNSURE ? one.unsure : one.sure,
      );
      return kept.length === 0 ? NONE : new Chosen(kept);
    });
    return (text: Tell): Candidates => chosen.of(conclusions.of(text));
  });

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
      return numbers.length === 0 ? NONE : possible.of(numbers)(text);
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

/** What is made of a list, once for each content. */
class Remembered<T> {
  readonly #make: (list: readonly number[]) => T;
  /** By the list itself, since most come again as the same; and by content. */
  #known = new WeakMap<readonly number[], T>();
  readonly #byContent = new Map<string, T>();

  constructor(make: (list: readonly number[]) => T) {
    this.#make = make;
  }

  of(list: readonly number[]): T {
    const known = this.#known.get(list);
    if (known !== undefined) return known;
    const content = list.join();
    let made = this.#byContent.get(content);
    if (made === undefined) {
      if (this.#byContent.size >= MOST_REMEMBERED) this.#byContent.clear();
      made = this.#make(list);
      this.#byContent.set(content, made);
    }
    this.#known.set(list, made);
    return made;
  }
}

const MOST_REMEMBERED = 1024;

const NONE: Candidates = new Chosen([]);

function spellingFor({ spellings, strictFieldCase }: MatcherOptions): Spelling {
  return spellings === undefined || strictFieldCase ? AS_WRITTEN : spellingOf(spellings);
}
