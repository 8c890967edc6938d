/**
 * The questions that an incident has to answer, one file each: yes, no or unknown, with the events behind it. A "no" is
 * said only where the log is known to be complete for the time asked about.
 */
export { QUESTIONS } from "./all.ts";
export type { Answer, AnswerCoverage, AnswerItem, CheckRow, Gap, Verdict } from "./answer.ts";
export type { Inquiry, Question, StatePort } from "./question.ts";
