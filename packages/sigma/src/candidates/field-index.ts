import { fold } from "../field/fold.ts";
import { readDecimal } from "../match/decimal.ts";
import type { Guard } from "./guard.ts";
import { NeedleIndex } from "./needle-index.ts";

const NO_RULES: readonly number[] = [];
/** Texts whose rules are remembered, and how long they may be. */
const MOST_TEXTS = 16_384;
const LONGEST_TEXT = 256;

/** Which rules a text of one field makes possible. Rules are numbers, and may be named twice. */
export class FieldIndex {
  readonly #equals = new Map<string, number[]>();
  readonly #numbers = new Map<number, number[]>();
  readonly #prefixes = new Map<number, Map<string, number[]>>();
  readonly #suffixes = new Map<number, Map<string, number[]>>();
  readonly #needles = new NeedleIndex();
  readonly #known = new Map<string, readonly number[]>();
  readonly #filled: number[] = [];
  readonly #there: number[] = [];
  /** Lists that were put together, each once. */
  readonly #lists = new Map<string, readonly number[]>();
  /** Every rule that has a guard here. */
  readonly all: number[] = [];

  add(guard: Guard, rule: number): void {
    const rules = this.#listOf(guard);
    if (rules.at(-1) !== rule) rules.push(rule);
    if (this.all.at(-1) !== rule) this.all.push(rule);
  }

  /** Rules for which it is enough that the key is there, whatever its value. */
  get there(): readonly number[] {
    return this.#there;
  }

  /** The rules that a text makes possible, besides those. */
  rulesFor(text: string): readonly number[] {
    // Nothing begins, ends or is filled with the empty text.
    if (text === "") return this.#equals.get("") ?? NO_RULES;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const rules = this.#find(text);
    if (text.length <= LONGEST_TEXT) {
      if (this.#known.size >= MOST_TEXTS) this.#known.clear();
      this.#known.set(text, rules);
    }
    return rules;
  }

  /** The rules that a list of texts makes possible; an empty one is told like an empty text. */
  rulesForAny(texts: readonly string[]): readonly number[] {
    return texts.length === 0 ? this.rulesFor("") : this.#together(texts.map((text) => this.rulesFor(text)));
  }

  #find(text: string): readonly number[] {
    const folded = fold(text);
    const found = [this.#filled, this.#equals.get(folded) ?? NO_RULES];
    if (this.#numbers.size > 0 && readDecimal(text) !== undefined)
      found.push(this.#numbers.get(Number(text)) ?? NO_RULES);
    for (const [length, prefixes] of this.#prefixes)
      if (length <= folded.length) found.push(prefixes.get(folded.slice(0, length)) ?? NO_RULES);
    for (const [length, suffixes] of this.#suffixes)
      if (length <= folded.length) found.push(suffixes.get(folded.slice(-length)) ?? NO_RULES);
    found.push(...this.#needles.find(folded));
    return this.#together(found.filter((rules) => rules.length > 0));
  }

  /** The rules of all, as the same list whenever they are the same: what is known of a list is remembered by it. */
  #together(lists: readonly (readonly number[])[]): readonly number[] {
    const [first = NO_RULES] = lists;
    if (lists.every((list) => list === first)) return first;
    const rules = [...new Set(lists.flat())].sort((a, b) => a - b);
    const content = rules.join();
    const known = this.#lists.get(content) ?? rules;
    if (this.#lists.size < MOST_TEXTS) this.#lists.set(content, known);
    return known;
  }

  #listOf(guard: Guard): number[] {
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
        return this.#needles.rulesOf(guard.text);
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
