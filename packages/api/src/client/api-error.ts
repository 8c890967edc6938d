import { type Problem, ProblemBody } from "../contract/problem.ts";

/** What the interface refused, or that it did not answer. */
export class ApiError extends Error {
  /** `NL-…`; `NL-CLIENT-AWAY` when there was no answer, `NL-CLIENT-ANSWER` when it was none of this interface. */
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** As it was answered, when it was. */
  readonly problem: Problem | undefined;

  constructor(
    code: string,
    message: string,
    facts: { readonly status?: number; readonly problem?: Problem; readonly cause?: unknown } = {},
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = "ApiError";
    this.code = code;
    this.status = facts.status ?? 0;
    this.problem = facts.problem;
  }
}

/** The error that a refusing answer tells of. */
export async function errorOf(response: Response): Promise<ApiError> {
  const { status } = response;
  const text = await response.text().catch(() => "");
  try {
    const problem = ProblemBody.parse(JSON.parse(text));
    return new ApiError(problem.code, problem.detail, { status, problem });
  } catch (cause) {
    const message = `The address answered ${status}, and not as Nightlatch does; is it the right one?`;
    return new ApiError("NL-CLIENT-ANSWER", message, { status, cause });
  }
}
