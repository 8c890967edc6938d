/**
 * A case, told to others: for people as text, Markdown, PDF or one file of HTML, for machines as JSON, a timeline for
 * Timesketch, a STIX 2.1 bundle or a record of VERIS. What is said is decided in core/case-report.
 */
export { CASE_FORMATS, type CaseFormat, giveCase } from "./give-case.ts";
