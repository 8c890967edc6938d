/** What stands at a place in a pattern, as far as a required literal is concerned. */
type Atom =
  | { readonly kind: "text"; readonly text: string; readonly length: number }
  | { readonly kind: "other"; readonly length: number }
  | { readonly kind: "unknown" };

/**
 * The longest literal text that every match of a regular expression (RE2 dialect) must hold, case aside; `""` when none
 * is found. It may miss one, but never gives one that a match could lack: at anything that it does not know it gives up.
 */
export function requiredLiteral(pattern: string): string {
  const runs = [""];
  for (let at = 0; at < pattern.length;) {
    if (pattern[at] === "|") return "";
    const atom = atomAt(pattern, at);
    if (atom.kind === "unknown") return "";
    at += atom.length;
    const repeated = repetitionAt(pattern, at);
    if (repeated === undefined) return "";
    at += repeated.length;
    if (atom.kind === "text" && repeated.least > 0) runs.push((runs.pop() ?? "") + atom.text);
    if (atom.kind !== "text" || repeated.length > 0) runs.push("");
  }
  return runs.reduce((best, run) => (run.length > best.length ? run : best), "");
}

function atomAt(pattern: string, at: number): Atom {
  const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  switch (character) {
    case "\\":
      return escapeAt(pattern, at);
    case "[":
      return { kind: "other", length: classEnd(pattern, at) - at };
    case "(": {
      const end = groupEnd(pattern, at);
      // A sign behind flags repeats what stands before them.
      const astray = end !== undefined && /^\(\?[A-Za-z-]*\)[*+?{]/.test(pattern.slice(at, end + 1));
      return end === undefined || astray ? { kind: "unknown" } : { kind: "other", length: end - at };
    }
    case ".":
    case "^":
    case "$":
      return { kind: "other", length: 1 };
    case ")":
    case "*":
    case "+":
    case "?":
    case "{":
      return { kind: "unknown" };
    default:
      return { kind: "text", text: character, length: character.length };
  }
}

function escapeAt(pattern: string, at: number): Atom {
  const letter = String.fromCodePoint(pattern.codePointAt(at + 1) ?? 0);
  if (/^[dDwWsSbBAz]$/.test(letter)) return { kind: "other", length: 2 };
  return /^[!-/:-@[-`{-~ ]$/.test(letter) ? { kind: "text", text: letter, length: 2 } : { kind: "unknown" };
}

/** Behind the class that begins at a place. An unfinished class reaches to the end. */
function classEnd(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === "^") at++;
  if (pattern[at] === "]") at++;
  while (at < pattern.length && pattern[at] !== "]") {
    const named = /^\[:\^?\w+:\]/.exec(pattern.slice(at, at + 16));
    at += named === null ? (pattern[at] === "\\" ? 2 : 1) : named[0].length;
  }
  return at + 1;
}

/** Behind the group that begins at a place. Flags (`(?i)`) are a group with nothing in it. */
function groupEnd(pattern: string, start: number): number | undefined {
  let open = 0;
  for (let at = start; at < pattern.length;) {
    if (pattern[at] === "\\") {
      if (escapeAt(pattern, at).kind === "unknown") return undefined;
      at += 2;
    } else if (pattern[at] === "[") at = classEnd(pattern, at);
    else {
      if (pattern[at] === "(") open++;
      if (pattern[at] === ")" && --open === 0) return at + 1;
      at++;
    }
  }
  return undefined;
}

/** How often the atom before a place must come at least, and how long the sign that says so is. */
function repetitionAt(pattern: string, at: number): { readonly least: number; readonly length: number } | undefined {
  const rest = pattern.slice(at, at + 16);
  const [sign = "", counted] = /^(?:[*+?]|\{(\d{1,4})(?:,\d{0,4})?\})\??/.exec(rest) ?? [];
  if (sign === "") return rest.startsWith("{") ? undefined : { least: 1, length: 0 };
  // One sign behind another is not of this dialect.
  if (/^[*+?{]/.test(pattern.slice(at + sign.length, at + sign.length + 1))) return undefined;
  const least = counted === undefined ? (sign.startsWith("+") ? 1 : 0) : Number(counted);
  return { least, length: sign.length };
}
