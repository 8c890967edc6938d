import type { Expression } from "./expression.ts";
import type { ProblemCode } from "./problem-code.ts";

/** Where something stands in a file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a rule. An error keeps the rule from running; a warning does not. */
export interface RuleProblem extends Place {
  readonly code: ProblemCode;
  readonly severity: "error" | "warning";
  /** What is there, and what is wanted. */
  readonly message: string;
  /** Title of the rule, or `""` when it could not be read. */
  readonly rule: string;
}

/** Which logs a rule is about; `""` where it does not say. All lower case. */
export interface Logsource {
  readonly product: string;
  readonly service: string;
  readonly category: string;
}

/** What plain rules and correlations have in common. */
export interface RuleFacts {
  /** Identity within a rule set: its id, else its name, else file and position. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly status: string;
  readonly level: string;
  readonly description: string;
  readonly author: string;
  readonly date: string;
  readonly modified: string;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly falsePositives: readonly string[];
  readonly place: Place;
  /** Every further attribute at the top of the document, as plain data (`blindspot`, `next`, `coverage` …). */
  readonly custom: Readonly<Record<string, unknown>>;
  readonly tests: readonly RuleTest[];
}

/** A plain rule: its conditions are resolved, its modifiers applied, its filters joined. */
export interface Rule extends RuleFacts {
  readonly kind: "rule";
  readonly logsource: Logsource;
  /** Fields the rule's author wants shown with a match. */
  readonly fields: readonly string[];
  readonly expression: Expression;
}

/** One test inside a rule file (`tests.positive`, `tests.negative`). */
export interface RuleTest {
  readonly match: boolean;
  /** Why it must or must not match: a sentence. */
  readonly why: string;
  /** One event for a plain rule, a sequence for a correlation. */
  readonly events: readonly unknown[];
  readonly place: Place;
}
