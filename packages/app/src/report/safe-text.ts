/**
 * Characters that act on a terminal or on the order of letters, or cannot be seen: controls, line and paragraph
 * separators, format characters (bidirectional marks, joiners, tags), lone surrogates, and letters that fill without
 * a mark (Unicode general categories Cc, Zl, Zp, Cf, Cs).
 */
const ACTING = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}\u115f\u1160\u3164\uffa0]/gu;

/**
 * Text of a log, made harmless on one line: what would act is shown by its number instead.
 *
 * @example
 * safeText("jo\u202e\u001b[2J") // "jo<U+202E><U+001B>[2J"
 */
export function safeText(text: string): string {
  return text.replaceAll(ACTING, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}

/** JSON in which what would act on a terminal is written by its number; it says the same. */
export function safeJson(json: string): string {
  return json.replaceAll(ACTING, (character) =>
    character === "\n"
      ? character
      : character
          .split("")
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}
