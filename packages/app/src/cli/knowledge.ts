import type { NetworkOf } from "@nightlatch/core";
import type { Config } from "../config/config.ts";
import { contentPath } from "../content.ts";
import { bundledPlaceholders } from "../detect/bundled-placeholders.ts";
import { networksOf } from "../detect/knowledge.ts";
import { readRuleBook, type RuleBook } from "../detect/rule-book.ts";
import { readRuleFiles } from "../detect/rule-files.ts";

/** What a watch judges by: our rules and the configured ones, and what is known of networks. */
export async function knowledgeOf(config: Config): Promise<{ readonly book: RuleBook; readonly networkOf: NetworkOf }> {
  const texts = await readRuleFiles([contentPath("rules"), ...config.rules], () => undefined);
  const { indicators } = await bundledPlaceholders();
  return { book: readRuleBook(texts, { ...indicators, ...config.placeholders }), networkOf: await networksOf(config) };
}
