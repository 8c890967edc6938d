import { existsSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { RuleFacts } from "@nightlatch/sigma";
import type { Config } from "../../config/config.ts";
import type { Rejection } from "../../connect/files/index.ts";
import { contentPath } from "../../content.ts";
import type { RuleBook } from "../../detect/rule-book.ts";
import { readRuleFiles } from "../../detect/rule-files.ts";
import { only } from "../../hunt/only.ts";
import { EXIT } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { bookOf, rejectionsOf } from "../knowledge.ts";
import { ruleNamed } from "../rules/rule-named.ts";

/** The rules of a hunt, and what of them cannot be used. */
export interface HuntedRules {
  readonly book: RuleBook;
  readonly rejected: readonly Rejection[];
}

/**
 * The rules that are hunted with: files and folders, or rules of the pack by their id, name or title; all of ours and
 * the configured ones where none is named. What a named rule refers to may stand in the pack.
 * Throws a Failure NL-RULES-MISSING or NL-RULES-UNKNOWN.
 */
export async function huntedRules(named: readonly string[], config: Config): Promise<HuntedRules> {
  const paths = named.filter((one) => existsSync(one));
  for (const one of named)
    if (!paths.includes(one) && /[\\/]|\.ya?ml$/i.test(one))
      throw new Failure("NL-RULES-MISSING", `There is no file or folder of rules "${one}"`, {
        exit: EXIT.usage,
        next: "Name a file or folder of Sigma rules, or a rule of the pack: nightlatch rules list shows them",
      });
  const rejected: Rejection[] = [];
  const texts = await readRuleFiles([contentPath("rules"), ...config.rules, ...paths], (rejection) => {
    if (rejection.file !== contentPath("rules")) rejected.push(rejection);
  });
  const once = new Map(texts.toReversed().map((text) => [resolve(text.file), text]));
  const book = await bookOf(config, [...once.values()].toReversed(), { hunts: true });
  if (named.length === 0) return { book, rejected: [...rejected, ...rejectionsOf(book)] };
  const keys = new Set(named.filter((one) => !paths.includes(one)).map((one) => ruleNamed(one, book).key));
  const inPaths = (file: string): boolean =>
    paths.some((path) => resolve(file) === resolve(path) || resolve(file).startsWith(resolve(path) + sep));
  const tells = ({ key, place }: RuleFacts): boolean => keys.has(key) || (inPaths(place.file) && !book.silent.has(key));
  return {
    book: only(book, tells),
    // What is wrong with rules that nobody asked for is not said here.
    rejected: [...rejected, ...rejectionsOf(book).filter(({ file }) => inPaths(file))],
  };
}
