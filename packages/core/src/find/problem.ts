/** What keeps a query from being understood. */
export interface FindProblem {
  /** `NL-FIND-…`, in docs/errors.md. */
  readonly code: "NL-FIND-SYNTAX" | "NL-FIND-FIELD" | "NL-FIND-VALUE" | "NL-FIND-TIME";
  /** What is there, and what is wanted. */
  readonly message: string;
  /** Where it is in the text, in UTF-16 units. */
  readonly at: number;
  readonly length: number;
}

/** The query with a caret under the place, and what is wrong there. */
export function showFindProblem(text: string, { message, at, length }: FindProblem): string {
  // What takes no place on a line would put the caret elsewhere.
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
  const before = Array.from(line.slice(0, at)).length;
  const under = Math.max(1, Array.from(line.slice(at, at + length)).length);
  return `${message}\n  ${line}\n  ${" ".repeat(before)}${"^".repeat(under)}`;
}
