import { fold } from "../field/fold.ts";

/** Gives the path under which a rule's field is asked for by text, or `undefined` when no text can tell it. */
export type Spell = (field: string) => string | undefined;

/**
 * Spells fields as a source writes them. `paths` holds every top-level key of the source, and the paths whose text can
 * be told. Rules come in other cases too; asked for in theirs, a field of the source would look absent. A field below a
 * known key that is not listed may be there under any spelling, so no text is asked for it. A field below none of the
 * known keys is asked for as it is.
 */
export function spellingOf(paths: readonly string[]): Spell {
  const known = new Map(paths.map((path) => [fold(path), path]));
  const heads = new Set([...known.keys()].map(headOf));
  return (field) => {
    const folded = fold(field);
    return known.get(folded) ?? (heads.has(headOf(folded)) ? undefined : field);
  };
}

/** The first segment of a dotted name. */
export function headOf(path: string): string {
  const dot = path.indexOf(".");
  return dot < 0 ? path : path.slice(0, dot);
}
