import { Answers } from "./answers.ts";
import type { Tell } from "./field-view.ts";
import type { Scope } from "./scope.ts";

/** What is concluded of a rule by texts: it matches, it does not, or only the whole record can tell. */
export const NO = 0;
const YES = 1;
export const UNSURE = 2;

/** A rule to be judged by texts. */
export interface Question {
  readonly holds: () => boolean;
  /** The paths whose texts it may ask for. */
  readonly paths: ReadonlySet<string>;
}

/** Places of the tree beyond which it is begun anew: a hostile log must not fill the memory. */
const MOST_PLACES = 4096;
/** Conclusions that one number holds exactly, three to the power of them. */
const MOST_CODED = 33;

/**
 * Judges the same rules again and again by the texts of records, and remembers what comes of which texts. Rules that
 * ask for texts with many values, such as addresses, are judged every time.
 */
export class Conclusions<Q extends Question> {
  readonly #questions: readonly Q[];
  readonly #scope: Scope;
  readonly #answers = new Answers<readonly number[]>();
  /** Places of the rules whose conclusion can be remembered, and of the others. */
  #narrow: readonly number[];
  #wide: readonly number[] = [];
  /** Remembered lists, completed by what the others came to. */
  readonly #completed = new Map<readonly number[], Map<number, readonly number[]>>();

  constructor(questions: readonly Q[], scope: Scope) {
    this.#questions = questions;
    this.#scope = scope;
    this.#narrow = questions.map((_, n) => n);
  }

  /** A conclusion for each rule, in their order; mostly the same list for the same conclusions. */
  of(tell: Tell): readonly number[] {
    const known = this.#answers.find(tell) ?? this.#learn(tell);
    if (this.#wide.length === 0) return known;
    this.#scope.hear(tell);
    if (this.#wide.length > MOST_CODED) {
      const all = [...known];
      for (const n of this.#wide) all[n] = this.#judge(n);
      return all;
    }
    let code = 0;
    for (const n of this.#wide) code = code * 3 + this.#judge(n);
    const lists = this.#completed.get(known) ?? new Map<number, readonly number[]>();
    let list = lists.get(code);
    if (list === undefined) {
      list = this.#complete(known, code);
      if (lists.size < MOST_PLACES) lists.set(code, list);
      this.#completed.set(known, lists);
    }
    return list;
  }

  /** The list with the conclusions of the others in their places: the digits of a number, the last first. */
  #complete(known: readonly number[], code: number): readonly number[] {
    const list = [...known];
    let rest = code;
    for (const n of this.#wide.toReversed()) {
      list[n] = rest % 3;
      rest = Math.floor(rest / 3);
    }
    return list;
  }

  #learn(tell: Tell): readonly number[] {
    const answers: (readonly [string, ReturnType<Tell>])[] = [];
    this.#scope.hear((path) => {
      const answer = tell(path);
      answers.push([path, answer]);
      return answer;
    });
    const concluded = this.#questions.map(() => NO);
    for (const n of this.#narrow) concluded[n] = this.#judge(n);
    if (this.#answers.size >= MOST_PLACES) this.#forget();
    const many = this.#answers.add(answers, concluded);
    if (many !== undefined) this.#widen(many);
    return concluded;
  }

  /** Rules that may ask for a text with many values are no longer remembered. */
  #widen(path: string): void {
    const asks = (n: number): boolean => this.#questions[n]?.paths.has(path) === true;
    this.#wide = [...this.#wide, ...this.#narrow.filter(asks)];
    this.#narrow = this.#narrow.filter((n) => !asks(n));
    this.#forget();
  }

  #forget(): void {
    this.#answers.clear();
    this.#completed.clear();
  }

  #judge(n: number): number {
    this.#scope.unsure = false;
    const holds = this.#questions[n]?.holds() === true;
    return this.#scope.unsure ? UNSURE : holds ? YES : NO;
  }
}
