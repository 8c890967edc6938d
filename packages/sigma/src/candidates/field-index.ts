import { fold } from "../field/fold.ts";
import { readDecimal } from "../match/decimal.ts";
import type { Guard } from "./guard.ts";

/** Takes the numbers of rules that could match. */
export type Mark = (rules: readonly number[]) => void;

/** Which rules a text of one field makes possible. */
export class FieldIndex {
  readonly #equals = new Map<string, number[]>();
  readonly #numbers = new Map<number, number[]>();
  readonly #prefixes = new Map<number, Map<string, number[]>>();
  readonly #suffixes = new Map<number, Map<string, number[]>>();
  readonly #needles = new Map<string, number[]>();
  readonly #filled: number[] = [];
  readonly #there: number[] = [];
  /** Every rule that has a guard here. */
  readonly all: number[] = [];

  add(guard: Guard, rule: number): void {
    const rules = this.#rulesFor(guard);
    if (rules.at(-1) !== rule) rules.push(rule);
    if (this.all.at(-1) !== rule) this.all.push(rule);
  }

  /** The key is there, whatever its value. */
  markThere(mark: Mark): void {
    if (this.#there.length > 0) mark(this.#there);
  }

  /** The field has this text. */
  markText(text: string, mark: Mark): void {
    const folded = fold(text);
    if (text !== "" && this.#filled.length > 0) mark(this.#filled);
    const equal = this.#equals.get(folded);
    if (equal !== undefined) mark(equal);
    if (this.#numbers.size > 0 && readDecimal(text) !== undefined) mark(this.#numbers.get(Number(text)) ?? []);
    for (const [length, prefixes] of this.#prefixes) mark(prefixes.get(folded.slice(0, length)) ?? []);
    for (const [length, suffixes] of this.#suffixes) mark(suffixes.get(folded.slice(-length)) ?? []);
    for (const [needle, rules] of this.#needles) if (folded.includes(needle)) mark(rules);
  }

  #rulesFor(guard: Guard): number[] {
    switch (guard.kind) {
      case "equals":
        return at(this.#equals, guard.text);
      case "number":
        return at(this.#numbers, guard.value);
      case "prefix":
        return at(within(this.#prefixes, guard.text.length), guard.text);
      case "suffix":
        return at(within(this.#suffixes, guard.text.length), guard.text);
      case "contains":
        return at(this.#needles, guard.text);
      case "filled":
        return this.#filled;
      case "there":
        return this.#there;
    }
  }
}

function at<Key>(map: Map<Key, number[]>, key: Key): number[] {
  const rules = map.get(key) ?? [];
  map.set(key, rules);
  return rules;
}

function within(maps: Map<number, Map<string, number[]>>, length: number): Map<string, number[]> {
  const map = maps.get(length) ?? new Map<string, number[]>();
  maps.set(length, map);
  return map;
}
