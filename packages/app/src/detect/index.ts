/**
 * Detection composed: the session engine, the rules and the correlations as one judgement over events in order. A scan
 * of files, live detection and a hunt over history all judge through it, so that they have one answer.
 */
export { Judgement, type SavedJudgement } from "./judgement.ts";
export { readRuleBook, type RuleBook } from "./rule-book.ts";
export { judgeOf } from "./rule-judge.ts";
