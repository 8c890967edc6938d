/** One word, bracket or bar of a condition, with its offset in the text. */
export interface ConditionToken {
  readonly text: string;
  readonly at: number;
}

const TOKEN = /[()|]|[^\s()|]+/g;

export function conditionTokens(text: string): readonly ConditionToken[] {
  return [...text.matchAll(TOKEN)].map((found) => ({ text: found[0], at: found.index }));
}
