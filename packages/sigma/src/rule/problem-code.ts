/** The codes of what can be wrong with a rule. They are stable: programs may compare them. */
export type ProblemCode =
  /** The text is no YAML, or uses what a rule must not (tags, merge keys, repeated keys). */
  | "NL-SIGMA-YAML"
  /** Something is larger than the limits of the load allow. */
  | "NL-SIGMA-LIMIT"
  /** A document is neither rule, correlation nor filter. */
  | "NL-SIGMA-DOCUMENT"
  /** An attribute is missing or has the wrong form. */
  | "NL-SIGMA-ATTRIBUTE"
  | "NL-SIGMA-LOGSOURCE"
  /** A selection has the wrong shape. */
  | "NL-SIGMA-DETECTION"
  | "NL-SIGMA-CONDITION"
  /** A condition names an identifier that is not there. */
  | "NL-SIGMA-IDENTIFIER"
  /** A modifier is unknown, or does not go with the others. */
  | "NL-SIGMA-MODIFIER"
  /** A value does not fit its modifiers. */
  | "NL-SIGMA-VALUE"
  | "NL-SIGMA-REGEX"
  /** A placeholder has no values. */
  | "NL-SIGMA-PLACEHOLDER"
  | "NL-SIGMA-CORRELATION"
  | "NL-SIGMA-FILTER"
  /** A reference to a rule that is not there, or did not load. */
  | "NL-SIGMA-REFERENCE"
  /** Correlations that refer to each other in a circle. */
  | "NL-SIGMA-CYCLE"
  /** An id or name that another document has already. */
  | "NL-SIGMA-DUPLICATE"
  | LintCode;

/** The rule runs, but may not do what its author meant. */
type LintCode =
  | "NL-SIGMA-LINT-ATTRIBUTE"
  /** `all` with a single value. */
  | "NL-SIGMA-LINT-ALL"
  /** `1 of x*` or `all of x*` that no identifier fits. */
  | "NL-SIGMA-LINT-PATTERN"
  /** An identifier that no condition uses. */
  | "NL-SIGMA-LINT-UNUSED"
  /** `null` where presence seems to be meant, or the other way round; `null` among other values. */
  | "NL-SIGMA-LINT-NULL"
  /** Sibling items on the same array, which do not bind to the same member. */
  | "NL-SIGMA-LINT-MEMBERS"
  /** A trailing `[…]` without `sigma-version: 3`. */
  | "NL-SIGMA-LINT-VERSION"
  /** A value that cannot match, or matches anything. */
  | "NL-SIGMA-LINT-VALUE"
  /** A count passes through the range on its way up, or the range is empty. */
  | "NL-SIGMA-LINT-RANGE"
  /** A timespan in months or years has no fixed length. */
  | "NL-SIGMA-LINT-TIMESPAN"
  /** Grouping that leaves events out, or is not there. */
  | "NL-SIGMA-LINT-GROUP"
  /** A filter that does not reach a rule it names. */
  | "NL-SIGMA-LINT-FILTER"
  /** A test inside the rule that cannot be read. */
  | "NL-SIGMA-LINT-TEST";
