/**
 * The identifiers that `1 of …` or `all of …` is about. `them` and patterns leave out those that begin with `_`,
 * unless the pattern itself does.
 */
export function identifiersOf(pattern: string, identifiers: readonly string[]): readonly string[] {
  if (pattern === "them") return identifiers.filter((name) => !name.startsWith("_"));
  const pieces = pattern.split("*");
  return identifiers.filter((name) => (pattern.startsWith("_") || !name.startsWith("_")) && fits(name, pieces));
}

/** Whether a name is the pieces in order, with anything between them. */
function fits(name: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length;
}
