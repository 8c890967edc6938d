/** Parts of a statement whose content is not syntax: texts, quoted names, comments. */
const OPAQUE =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`\\]|\\.|``)*`|--[^\n]*|#[!\s][^\n]*|\/\*[\s\S]*?\*\//gs;

/**
 * Why a text is not one statement, `undefined` when it may be one. The engine runs what stands behind a semicolon, and
 * a bracket too many would step out of the frame that questions are put in; read-only as that is, its answer would be
 * taken for the question's.
 */
export function whyNotOne(sql: string): string | undefined {
  const bare = sql.replaceAll(OPAQUE, " ");
  // The engine knows further quotes, which would hide what they hold from this look.
  if (/[$\u2018\u2019\u201c\u201d]/.test(bare)) return "Texts stand between straight quotes, and names have no $";
  if (/['"`]|\/\*/.test(bare)) return "A quote or a comment is opened and not closed";
  if (bare.includes(";")) return "One statement is wanted, without a semicolon";
  // In a subquery the engine obeys even "readonly = 0" (chDB 26.7), so that files would be open to whoever asks.
  if (/\bsettings\b/i.test(bare)) return "SETTINGS are not a question's to choose";
  let depth = 0;
  for (const char of bare) {
    if (char === "(") depth++;
    if (char === ")" && --depth < 0) break;
  }
  return depth === 0 ? undefined : "The brackets do not match";
}

/** Whether a statement asks, as its first word says. */
export function isQuestion(sql: string): boolean {
  return /^[\s(]*(?:select|with)\b/i.test(sql.replaceAll(OPAQUE, " "));
}
