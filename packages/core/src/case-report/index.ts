/**
 * What is said of a case to others: the measures, a timeline under two clocks, what was reached and could have been,
 * the answers, the actions with their proof, the ledger, and what is not known. Every sentence names what it rests on.
 */
export { caseReportOf } from "./case-report-of.ts";
export { durationText, momentText } from "./moment-text.ts";
export type { CaseReport, QuestionLine, ReachedLine, Sentence, StandingLine, TimelineLine } from "./report.ts";
export { type TimesketchRow, timesketchRows } from "./timesketch.ts";
