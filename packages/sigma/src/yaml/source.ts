import type { Place } from "../rule/rule.ts";

/** A rule file, which can tell the line and column of an offset in it. */
export class Source {
  readonly file: string;
  /** Problems that were reported in this file. */
  reported = 0;
  readonly #text: string;
  /** Offsets at which lines begin; found when the first problem asks for them. */
  #starts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text;
  }

  placeOf(offset: number): Place {
    const at = Math.min(offset, this.#text.length);
    this.#starts ??= [0, ...[...this.#text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    let first = 0;
    for (let beyond = this.#starts.length; beyond - first > 1;) {
      const middle = (first + beyond) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) first = middle;
      else beyond = middle;
    }
    return { file: this.file, line: first + 1, column: at - (this.#starts[first] ?? 0) + 1 };
  }
}
