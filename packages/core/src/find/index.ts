/**
 * The language of `nightlatch find`: a line such as `user=jo@example.com since=7d type=user.session.*` read into a
 * query, printed again, completed while it is typed, and judged over one event. Spec HT-20 to HT-39, docs/find.md.
 */
export { completeFind, type FindCompletion, type FindCompletions, type KnownValues } from "./complete.ts";
export { FIND_FIELDS, findField, type FindField, recordPath } from "./fields.ts";
export { blockOf } from "./pattern.ts";
export { matchesFind, type FoundEvent } from "./matches.ts";
export { nearName } from "./near-name.ts";
export { parseFind, type ParsedFind } from "./parse.ts";
export { showFindProblem, type FindProblem } from "./problem.ts";
export { printFind } from "./print.ts";
export type { FindComparison, FindNode, FindPattern, FindQuery, FindTerm, FindTime } from "./query.ts";
export { momentOf } from "./times.ts";
