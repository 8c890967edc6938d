import { completeFind } from "@nightlatch/core";

/**
 * What the last word of a query could become, a line each with what it is behind a tab, for shells. `types` are the
 * types of events that Okta has.
 */
export function completionsOf(text: string, types: readonly string[]): readonly string[] {
  const { from, options } = completeFind(text, text.length, (field) => (field === "type" ? types : []));
  // Shells put a whole word in the place of a word: what stands before the completed part goes along.
  const begun = text.slice(0, from).match(/\S*$/)?.[0] ?? "";
  return options.map(({ text: option, about }) => `${begun}${option}\t${about}`);
}
