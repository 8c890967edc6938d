import { BOUNDS, NOT_TEXT, type Rows, stringOf } from "../rows.ts";

/** Where a further path is found in a row. */
export type Source =
  | { readonly kind: "text"; readonly slot: number }
  /** A member of the objects in a list. */
  | { readonly kind: "list"; readonly list: number; readonly member: number; readonly members: number }
  /** Only the whole record can tell. */
  | { readonly kind: "record" };

/**
 * What a row says at a path: one text, or one for each object of a list; `""` for what is absent, null or empty, and
 * `undefined` where only the whole record can tell.
 */
export type Told = string | readonly string[] | undefined;

/** Asks a row. */
export function toldBy(rows: Rows, row: number, source: Source): Told {
  if (source.kind === "record") return undefined;
  if (source.kind === "list") return toldByList(rows, row, source);
  const number = rows.texts[row * rows.width + source.slot] ?? NOT_TEXT;
  return number === NOT_TEXT ? undefined : stringOf(rows, number);
}

function toldByList(rows: Rows, row: number, source: Extract<Source, { kind: "list" }>): Told {
  const start = rows.bounds[row * BOUNDS + source.list] ?? 0;
  const end = rows.bounds[row * BOUNDS + source.list + 1] ?? 0;
  if (start === end) return "";
  const texts: string[] = [];
  for (let at = start + source.member; at < end; at += source.members) {
    const number = rows.items[at] ?? NOT_TEXT;
    if (number === NOT_TEXT) return undefined;
    texts.push(stringOf(rows, number));
  }
  return texts;
}
