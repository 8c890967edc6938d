import type { NetworkOf } from "@nightlatch/core";
import type { Config } from "../config/config.ts";
import type { Rejection } from "../connect/files/index.ts";
import { contentPath } from "../content.ts";
import { bundledPlaceholders } from "../detect/bundled-placeholders.ts";
import { networksOf } from "../detect/knowledge.ts";
import { readOktaNames } from "../detect/okta-names.ts";
import { readRuleBook, type RuleBook } from "../detect/rule-book.ts";
import { readRuleFiles, type RuleText } from "../detect/rule-files.ts";
import { printRejections } from "./print-rejections.ts";
import { safeText } from "../report/index.ts";
import { rejectionOf } from "./rules/problem-line.ts";
import { writeError } from "./write-out.ts";

/** What a watch judges by: our rules and the configured ones, and what is known of networks. */
export interface Knowledge {
  readonly book: RuleBook;
  readonly networkOf: NetworkOf;
}

/** Reads what a watch judges by. Rules and decisions that cannot be followed are said on stderr, and the others hold. */
export async function knowledgeOf(config: Config): Promise<Knowledge> {
  const { rejected, ending, ...knowledge } = await knowledgeWithFlaws(config);
  printRejections(rejected, rejected.length);
  for (const line of ending) writeError(`${safeText(line)}\n`);
  return knowledge;
}

/** The same, with what is to be said: what cannot be followed, and decisions that have ended or end soon. */
export async function knowledgeWithFlaws(
  config: Config,
): Promise<Knowledge & { readonly rejected: readonly Rejection[]; readonly ending: readonly string[] }> {
  const rejected: Rejection[] = [];
  const texts = await readRuleFiles([contentPath("rules"), ...config.rules], (rejection) => {
    if (rejection.file !== contentPath("rules")) rejected.push(rejection);
  });
  const book = await bookOf(config, texts);
  return {
    book,
    networkOf: await networksOf(config),
    rejected: [...rejected, ...rejectionsOf(book)],
    ending: endings(book, Date.now()),
  };
}

/** A decision is said to end soon within so many milliseconds. */
const SOON = 14 * 86_400_000;

/** Decisions about rules that have ended, or end soon. */
function endings({ decided }: RuleBook, now: number): readonly string[] {
  return decided.decisions.flatMap(({ decision, title }) => {
    const { until, who, file, line, kind } = decision;
    if (until - now > SOON) return [];
    const what = `${file}:${line}: the ${kind === "disable" ? "disabling" : "tuning"} of «${title}» by ${who}`;
    const end = new Date(until).toISOString();
    return [until <= now ? `${what} ended ${end}; the rule speaks again` : `${what} ends ${end}`];
  });
}

/**
 * The rules of some texts under a configuration: with its placeholders, and what it decides about rules. Those that are
 * for hunting are left out unless they are wanted.
 */
export async function bookOf(
  config: Config,
  texts: readonly RuleText[],
  { hunts = false }: { readonly hunts?: boolean } = {},
): Promise<RuleBook> {
  const { indicators } = await bundledPlaceholders();
  const placeholders = { ...indicators, ...config.placeholders };
  return readRuleBook(texts, placeholders, { hunts, names: await readOktaNames(), decisions: config.decisions });
}

/** Rules that cannot run, and decisions that cannot be followed. */
export function rejectionsOf({ problems, decided }: RuleBook): readonly Rejection[] {
  return [...problems.map(rejectionOf), ...decided.problems];
}
