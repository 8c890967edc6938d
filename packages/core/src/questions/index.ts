/** The questions that an incident has to answer, each with yes, no or unknown, its events, and what stands behind a "no". */
export type { Answer, AnswerCoverage, AnswerItem, Gap, Verdict } from "./answer.ts";
