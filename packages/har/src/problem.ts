/** Why a capture cannot be read or given out. */
export type ProblemCode =
  | "NL-HAR-ENCODING"
  | "NL-HAR-JSON"
  | "NL-HAR-TRUNCATED"
  | "NL-HAR-SHAPE"
  | "NL-HAR-LIMIT"
  | "NL-HAR-CHANGED"
  | "NL-HAR-RESIDUE";

/** A failure that a caller must expect, as a value. */
export interface Problem {
  readonly code: ProblemCode;
  /** What was done, what is there and what is wanted; never a value out of the capture. */
  readonly message: string;
  /** Byte of the input at which it was noticed. */
  readonly offset: number;
}

/** Carries a problem up to the door, where it becomes a value. */
export class HarProblem extends Error {
  readonly problem: Problem;

  constructor(code: ProblemCode, message: string, offset: number) {
    super(message);
    this.problem = { code, message, offset };
  }
}
