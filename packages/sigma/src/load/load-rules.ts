import { attachFilters } from "../filter/attach-filters.ts";
import type { CorrelationRule } from "../correlate/rule.ts";
import type { RuleSet } from "../rule/rule-set.ts";
import type { RuleProblem } from "../rule/rule.ts";
import { entryOf, isScalar } from "../yaml/node.ts";
import { readDocuments, type RuleDocument } from "../yaml/read-documents.ts";
import type { Draft } from "./draft.ts";
import { linkCorrelations } from "./link-correlations.ts";
import { DEFAULT_LIMITS, type LoadLimits } from "./load-limits.ts";
import { type DraftOptions, readDraft } from "./read-draft.ts";
import { Registry } from "./registry.ts";

/** A rule file: its name for messages, and its text. */
export interface RuleFile {
  readonly file: string;
  readonly text: string;
}

export interface LoadOptions {
  /**
   * Values of placeholders by their name without percent signs; a value may hold wildcards. A rule with a placeholder
   * that is not here is refused (NL-SIGMA-PLACEHOLDER).
   */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
  /** Limits that differ from the default ones. */
  readonly limits?: Partial<LoadLimits>;
}

/**
 * Loads Sigma rules, correlations and filters (Sigma specification 2.1). References are resolved across all files.
 *
 * Never throws for what a file holds: all problems of all files come with the set, in the order of files and lines, and
 * a bad document never keeps the others from loading.
 */
export function loadRules(files: readonly RuleFile[], options: LoadOptions = {}): RuleSet {
  const problems: RuleProblem[] = [];
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const draftOptions = { limits, placeholders: options.placeholders ?? {} };
  const drafts = files.flatMap((file) => readFile(file, draftOptions, problems));
  const registry = new Registry();
  for (const draft of drafts) registry.add(draft);

  const plain = drafts.flatMap((draft) =>
    draft.kind === "rule" && draft.rule !== null && !draft.log.failed ? [draft.rule] : [],
  );
  const rules = attachFilters(
    plain,
    drafts.filter((draft) => draft.kind === "filter"),
    registry,
  );
  const correlations = linkCorrelations(
    drafts.filter((draft) => draft.kind === "correlation"),
    registry,
    limits,
  );
  return { rules, correlations, silent: silentKeys(correlations), problems: inOrder(problems, files) };
}

function readFile(file: RuleFile, options: DraftOptions, problems: RuleProblem[]): readonly Draft[] {
  const documents = readDocuments(file, options.limits, problems);
  const legacy = documents.find(isLegacyCollection);
  if (legacy === undefined) return documents.flatMap((document) => readDraft(document, options) ?? []);
  const message =
    'Collections with "action: global", "reset" or "repeat" are no longer part of Sigma; write each rule as a whole document. Nothing of this file is loaded';
  legacy.log.error(legacy.root.at, "NL-SIGMA-DOCUMENT", message);
  return [];
}

function isLegacyCollection({ root }: RuleDocument): boolean {
  const action = root.kind === "map" ? entryOf(root, "action")?.value : undefined;
  return action !== undefined && isScalar(action) && ["global", "reset", "repeat"].includes(action.text);
}

function silentKeys(correlations: readonly CorrelationRule[]): ReadonlySet<string> {
  const loud = new Set(correlations.filter(({ generate }) => generate).flatMap(({ rules }) => rules));
  return new Set(correlations.flatMap(({ rules }) => rules).filter((key) => !loud.has(key)));
}

function inOrder(problems: readonly RuleProblem[], files: readonly RuleFile[]): readonly RuleProblem[] {
  const position = new Map(files.map(({ file }, n) => [file, n]));
  return problems.toSorted(
    (a, b) => (position.get(a.file) ?? 0) - (position.get(b.file) ?? 0) || a.line - b.line || a.column - b.column,
  );
}
