/** Why a record could not become an event. The place (file and line) is known to whoever asked. */
export interface Problem {
  /** `NL-EVENT-…`. */
  readonly code: string;
  /** What is there and what is wanted, for the person who sees the rejection. */
  readonly reason: string;
}

/** Whether the answer of a reader is a problem. */
export function isProblem(answer: object): answer is Problem {
  return "code" in answer;
}
