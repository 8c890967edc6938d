/**
 * The case: one incident, folded from the entries of the journal about it. Two clocks run in it: when something
 * happened, and when we knew. The fold of the entries until a moment is the case as it was known then.
 */
export type { Case, FollowedAction, JoinedFinding, Task, Written } from "./case.ts";
export { caseOf } from "./case-of.ts";
export type {
  CaseBodies,
  CaseDeed,
  CaseEntry,
  CaseKind,
  FactSource,
  FindingInCase,
  JoinReason,
  PlannedAction,
} from "./entry.ts";
export { findingInCase, firstUidOf } from "./finding-in-case.ts";
export { type Joining, joiningOf, type NotBy, type PeopleAt, reasonsFor } from "./join.ts";
export { type Measures, measuresOf } from "./measures.ts";
