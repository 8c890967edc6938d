import type { Source } from "../yaml/source.ts";
import type { ProblemCode } from "./problem-code.ts";
import type { RuleProblem } from "./rule.ts";

/** A broken document may have thousands of problems; a person needs the first ones. */
const MOST = 100;
const MOST_OF_FILE = 1000;

/** Collects what is wrong with one document. */
export class ProblemLog {
  readonly source: Source;
  /** Title of the rule, once it is known. */
  rule = "";
  /** Whether there was an error: the rule cannot run. */
  failed = false;
  readonly #problems: RuleProblem[];
  #count = 0;

  constructor(source: Source, problems: RuleProblem[]) {
    this.source = source;
    this.#problems = problems;
  }

  /** Whether nothing more will be said of this document, so that reading on is of no use. */
  get full(): boolean {
    return this.#count >= MOST;
  }

  /** Gives null, which is what a reader gives for something that is wrong and has been reported. */
  error(at: number, code: ProblemCode, message: string): null {
    this.failed = true;
    this.#add(at, { code, severity: "error", message });
    return null;
  }

  warn(at: number, code: ProblemCode, message: string): void {
    this.#add(at, { code, severity: "warning", message });
  }

  #add(at: number, problem: Pick<RuleProblem, "code" | "severity" | "message">): void {
    if (this.full || this.source.reported >= MOST_OF_FILE) return;
    this.#count++;
    this.source.reported++;
    this.#problems.push({ ...problem, ...this.source.placeOf(at), rule: this.rule });
  }
}
