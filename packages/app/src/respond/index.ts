/**
 * Responding: from a case and a playbook to actions, each previewed from the tenant's real state, agreed to by as many
 * people as it needs, written down before and after, done once, read back, and watched. What must not be harmed is
 * guarded here and nowhere else.
 */

export { ACT_SCOPES, ACTION_IDS, actionById } from "./action-book.ts";
export { approve } from "./contain/approve.ts";
export { CaseJournal } from "./contain/case-journal.ts";
export { type Containment, type Followed, type Standing, standingOf } from "./contain/containment.ts";
export type { Credential } from "./contain/credential.ts";
export type { ActionNews } from "./contain/run-action.ts";
export type { TellOthers, ToldAction } from "./contain/tell-others.ts";
export type { Previewed } from "./plan/planned.ts";
export { containmentDocument, planDocument } from "./documents.ts";
export { loadPlaybooks } from "./playbook/load-playbooks.ts";

export { RespondError } from "./respond-error.ts";
export { Responder } from "./responder.ts";
export { VigilKeeper, type VigilNews } from "./vigil/keep-vigil.ts";
export { Vigil, type WatchStand } from "./vigil/vigil.ts";
