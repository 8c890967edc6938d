import { actionById } from "./action-book.ts";
import { type Containment, type Followed, standingOf } from "./contain/containment.ts";
import type { Previewed } from "./plan/planned.ts";

/** A plan and its previews for machines: `nightlatch.plan/1`. */
export function planDocument(
  caseId: string,
  previews: readonly Previewed[],
  { actions }: Containment,
): Readonly<Record<string, unknown>> {
  const followed = new Map(actions.map((one) => [one.planned.id, one]));
  return {
    schema: "nightlatch.plan/1",
    case: caseId,
    actions: previews.map(({ action, preview, unread, objections }) => ({
      ...standDocument(followed.get(action.id)),
      id: action.id,
      action: action.action,
      step: action.step,
      target: action.aim,
      why: action.why,
      events: action.uids,
      approvals: action.approvals,
      contains: action.contains,
      undo: actionById(action.action)?.undo !== undefined,
      preview: preview ?? null,
      unread,
      objections,
    })),
  };
}

/** How an action stands, for a machine. */
function standDocument(followed: Followed | undefined): Readonly<Record<string, unknown>> {
  if (followed === undefined) return { standing: "planned" };
  const { approvedBy, attempts, last, proof, watch } = followed;
  return {
    standing: standingOf(followed),
    approvedBy,
    attempts,
    outcome: last === undefined ? null : { outcome: last.outcome, code: last.code, text: last.text },
    proof: proof ?? null,
    watch: watch === undefined ? null : { since: watch.since, until: watch.until, uses: watch.uses },
  };
}

/** How a containment stands, for machines: `nightlatch.containment/1`. */
export function containmentDocument(caseId: string, { actions }: Containment): Readonly<Record<string, unknown>> {
  return {
    schema: "nightlatch.containment/1",
    case: caseId,
    actions: actions.map((one) => ({
      id: one.planned.id,
      action: one.planned.action,
      target: one.planned.aim,
      approvals: one.planned.approvals,
      contains: one.planned.contains,
      ...standDocument(one),
    })),
  };
}
