/**
 * Characters that act on a terminal or on the order of letters: C0 and C1 controls, line and paragraph separators,
 * bidirectional marks, embeddings, overrides and isolates, invisible joiners and fillers, tags, lone surrogates
 * (Unicode 17, categories Cc and Cf among others; UTS 55 on what source text should not hide).
 */
const ACTING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\ud800-\udfff]/gu;

/**
 * Text of a log, made harmless on one line: what would act is shown by its number instead.
 *
 * @example
 * safeText("jo\u202e\u001b[2J") // "jo<U+202E><U+001B>[2J"
 */
export function safeText(text: string): string {
  return text.replace(ACTING, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}

/** JSON in which what would act on a terminal is written by its number; it says the same. */
export function safeJson(json: string): string {
  return json.replace(ACTING, (character) =>
    character === "\n"
      ? character
      : character
          .split("")
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}
