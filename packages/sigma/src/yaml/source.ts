import type { LineCounter } from "yaml";
import type { Place } from "../rule/rule.ts";

/** A rule file, which can tell the line and column of an offset in it. */
export class Source {
  readonly file: string;
  readonly #lines: LineCounter;

  constructor(file: string, lines: LineCounter) {
    this.file = file;
    this.#lines = lines;
  }

  placeOf(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}
