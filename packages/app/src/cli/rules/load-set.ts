import { loadRules, type RuleSet } from "@nightlatch/sigma";
import { readConfig } from "../../config/config.ts";
import { contentPath } from "../../content.ts";
import { readRuleFiles, type RuleText } from "../../detect/rule-files.ts";
import { EXIT } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printRejections } from "../print-rejections.ts";

/** Rules as they were loaded, with their texts. */
export interface LoadedSet {
  readonly set: RuleSet;
  readonly texts: readonly RuleText[];
  /** Files that could not be read. */
  readonly unread: number;
}

/**
 * Loads the rules of the paths; without any, those that come with Nightlatch and those that are configured. Unreadable
 * files are said on stderr. Throws a Failure NL-RULES-MISSING for a path that is not there.
 */
export async function loadSet(paths: readonly string[], options: GlobalOptions): Promise<LoadedSet> {
  const config = await readConfig(options.config);
  let unread = 0;
  const bundled = contentPath("rules");
  const texts = await readRuleFiles(paths.length > 0 ? paths : [bundled, ...config.rules], (rejection) => {
    if (rejection.code !== "NL-RULES-MISSING") {
      unread++;
      printRejections([rejection], 1);
    } else if (rejection.file !== bundled || paths.length > 0)
      throw new Failure(rejection.code, rejection.reason, {
        exit: EXIT.usage,
        next: "Name a folder or a file of Sigma rules",
      });
  });
  return { set: loadRules(texts, { placeholders: config.placeholders }), texts, unread };
}
