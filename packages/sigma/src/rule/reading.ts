import type { LoadLimits } from "../load/load-limits.ts";
import type { ProblemLog } from "./problem-log.ts";

/** What is the same for everything in one document while it is read. */
export interface Reading {
  readonly log: ProblemLog;
  readonly limits: LoadLimits;
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
  /** Array matching: `sigma-version: 3` or newer. */
  readonly arrays: boolean;
  readonly budget: Budget;
}

/** Counts the comparisons of a rule, so that neither modifiers nor conditions can multiply them without bound. */
export class Budget {
  readonly #most: number;
  spent = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** False once there are too many. */
  spend(comparisons: number): boolean {
    this.spent += comparisons;
    return this.spent <= this.#most;
  }
}
