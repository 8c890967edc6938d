import { loadRules, type RuleProblem, type RuleSet } from "@nightlatch/sigma";
import type { RuleDecision } from "../../config/decisions.ts";
import { readConfig } from "../../config/config.ts";
import { contentPath } from "../../content.ts";
import { type BundledPlaceholders, bundledPlaceholders, type Placeholders } from "../../detect/bundled-placeholders.ts";
import { type BookProblem, refuseStrangeNames } from "../../detect/book-problem.ts";
import { NameCheck, readOktaNames } from "../../detect/okta-names.ts";
import { isFault, isReplaced, isWaiting, theirsFirst } from "../../detect/rule-book.ts";
import { readRuleFiles } from "../../detect/rule-files.ts";
import { EXIT } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printRejections } from "../print-rejections.ts";
import { packEvents } from "./packed-events.ts";

/** Characters of one document: tests inside rules hold whole events, and these rules are the user's own. */
const LONGEST_DOCUMENT = 4 * 1024 * 1024;

/** Rules as they were loaded. */
export interface LoadedSet {
  /** The rules; the events of their tests are packed away until they are asked for. */
  readonly set: RuleSet;
  /** The same with the events of the tests. */
  readonly withEvents: () => RuleSet;
  /** What keeps rules from running. */
  readonly errors: readonly BookProblem[];
  /** Rules of ours that want a value which only the user knows. */
  readonly waiting: readonly RuleProblem[];
  /** Rules of ours in whose place the user's own are. */
  readonly replaced: readonly RuleProblem[];
  /** What the configuration decides about rules. */
  readonly decisions: readonly RuleDecision[];
  /** Files that could not be read. */
  readonly unread: number;
}

/**
 * Loads the rules of the paths; without any, those that come with Nightlatch and those that are configured. Unreadable
 * files are said on stderr. `values` chooses what fills placeholders beside the configuration. Throws a Failure NL-RULES-MISSING for a path that is not there.
 */
export async function loadSet(
  paths: readonly string[],
  options: GlobalOptions,
  values: (bundled: BundledPlaceholders) => Placeholders = ({ indicators }) => indicators,
): Promise<LoadedSet> {
  const config = await readConfig(options.config);
  let unread = 0;
  const bundled = contentPath("rules");
  const read = await readRuleFiles(paths.length > 0 ? paths : [bundled, ...config.rules], (rejection) => {
    if (rejection.code !== "NL-RULES-MISSING") {
      unread++;
      printRejections([rejection], 1);
    } else if (rejection.file !== bundled || paths.length > 0)
      throw new Failure(rejection.code, rejection.reason, {
        exit: EXIT.usage,
        next: "Name a folder or a file of Sigma rules",
      });
  });
  const { texts, unpack } = packEvents(theirsFirst(read));
  const placeholders = { ...config.placeholders, ...values(await bundledPlaceholders()) };
  const loaded = loadRules(texts, { placeholders, limits: { maxDocumentLength: LONGEST_DOCUMENT } });
  const known = refuseStrangeNames(loaded, new NameCheck(await readOktaNames()), read);
  const set = { ...loaded, rules: known.rules, correlations: known.correlations };
  return {
    set,
    withEvents: () => unpack(set),
    errors: [...set.problems.filter(isFault), ...known.problems],
    waiting: set.problems.filter(isWaiting),
    replaced: set.problems.filter(isReplaced),
    decisions: config.decisions,
    unread,
  };
}
