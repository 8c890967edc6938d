import { FALSE } from "./bounds.ts";
import type { Parameters } from "./parameters.ts";
import type { SqlField } from "./table.ts";

/** What conditions are written with. */
export interface Pen {
  readonly parameters: Parameters;
  /** See `SqlTable.folds`. */
  readonly folds: boolean;
}

/** An expression of type String, never NULL. */
export interface SqlText {
  readonly sql: string;
  /** The same with its case folded, as far as the text is settled. */
  readonly folded: string;
  /** A condition that is true of texts that are not settled: folded here they might differ from the engine's folding. */
  readonly unsettled: string;
}

/**
 * Scripts whose letters have had their cases for long, so that every version of Unicode's tables folds them alike:
 * Latin, Greek, Cyrillic, Armenian to Thai, kana, Han and Hangul, and the common signs.
 */
const SETTLED = String.raw`^[\x00-\x{24f}\x{2b0}-\x{36f}\x{384}-\x{3f3}\x{400}-\x{481}\x{531}-\x{556}\x{561}-\x{587}\x{5d0}-\x{e7f}\x{2010}-\x{2044}\x{20a0}-\x{20ac}\x{3000}-\x{9fa5}\x{ac00}-\x{d7a3}]*$`;

/** A text of a field, or of a member of one. */
export function textIn({ sql, ascii }: Pick<SqlField, "sql" | "ascii">, { folds, parameters }: Pen): SqlText {
  if (ascii === true) return { sql, folded: `lower(${sql})`, unsettled: FALSE };
  const beyond = notAscii(sql);
  if (!folds) return { sql, folded: `lower(${sql})`, unsettled: beyond };
  const full = `replaceAll(lowerUTF8(upperUTF8(lowerUTF8(${sql}))), 'ς', 'σ')`;
  return {
    sql,
    folded: `if(${beyond}, ${full}, lower(${sql}))`,
    unsettled: `(${beyond} AND NOT match(${sql}, ${parameters.text(SETTLED)}))`,
  };
}

/** Whether a text holds more than ASCII. */
export function notAscii(sql: string): string {
  return `length(${sql}) != lengthUTF8(${sql})`;
}
