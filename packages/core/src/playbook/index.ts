/**
 * Playbooks: what to do about one kind of incident, as data. A playbook says what is done to which kind of thing, in
 * which order and with whose agreement; to whom exactly comes from the case. Exported to CACAO 2.0 and read from it.
 */
export { type CheckedPlaybook, checkPlaybook, type PlaybookProblem } from "./check.ts";
export { type CacaoDraft, fromCacao } from "./from-cacao.ts";
export { answers, type Approval, type How, type Playbook, type PlaybookStep, type TargetQuery } from "./playbook.ts";
export { type CacaoParts, toCacao } from "./to-cacao.ts";
