import { fold } from "../field/fold.ts";

/** Under which path a rule's field is asked for by text; `undefined` when no text can tell it. */
export interface Spelling {
  /** To see whether the field could have a value at all. */
  readonly ask: (field: string) => string | undefined;
  /** To judge by its value. */
  readonly answer: (field: string) => string | undefined;
}

/** For readers that find fields however they are written. */
export const AS_WRITTEN: Spelling = { ask: (field) => field, answer: (field) => field };

/**
 * Spells fields as a source writes them. `paths` holds every top-level key of the source, and the paths whose text can
 * be told. Rules come in other cases too; asked for in theirs, a field of the source would look absent. A field below a
 * known key that is not listed may be there under any spelling, so no text is asked for it. A field below none of the
 * known keys, which the source hardly ever has, is only asked for to see that it is not there.
 */
export function spellingOf(paths: readonly string[]): Spelling {
  const known = new Map(paths.map((path) => [fold(path), path]));
  const heads = new Set([...known.keys()].map(headOf));
  const answer = (field: string): string | undefined => known.get(fold(field));
  return { answer, ask: (field) => answer(field) ?? (heads.has(headOf(fold(field))) ? undefined : field) };
}

/** The first segment of a dotted name. */
export function headOf(path: string): string {
  const dot = path.indexOf(".");
  return dot < 0 ? path : path.slice(0, dot);
}
