/** What a load accepts at most, so that no rule file can exhaust the machine. */
export interface LoadLimits {
  /** Characters of one file. */
  readonly maxFileLength: number;
  /** Documents in one file. */
  readonly maxDocuments: number;
  /** Characters of one document. */
  readonly maxDocumentLength: number;
  /** Nesting of maps and lists, and of brackets in a condition. */
  readonly maxDepth: number;
  /** Nodes of one document, each alias counted as often as it is used. */
  readonly maxNodes: number;
  /** Comparisons of one rule, once its modifiers are applied and its condition resolved. */
  readonly maxComparisons: number;
  /** Variants of one value (`windash`, `base64offset`, `expand`). */
  readonly maxVariants: number;
  /** Characters of one regular expression. */
  readonly maxRegexLength: number;
  /** Instructions of one compiled regular expression. */
  readonly maxRegexSize: number;
  /** Characters of one condition. */
  readonly maxConditionLength: number;
}

export const DEFAULT_LIMITS: LoadLimits = {
  maxFileLength: 8_388_608,
  maxDocuments: 10_000,
  maxDocumentLength: 262_144,
  maxDepth: 64,
  maxNodes: 100_000,
  maxComparisons: 100_000,
  maxVariants: 3_125,
  maxRegexLength: 10_000,
  maxRegexSize: 20_000,
  maxConditionLength: 10_000,
};
