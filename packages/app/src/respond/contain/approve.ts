import { RespondError } from "../respond-error.ts";
import type { CaseJournal } from "./case-journal.ts";
import { containmentOf, type Followed, personOf, standingOf } from "./containment.ts";

/**
 * Writes down that somebody agrees to actions of a case: to some by their ids, or to all that wait. The same person
 * agreeing twice counts once. Answers the actions that were agreed to. Throws RespondError NL-RESPOND-NO-ACTION.
 */
export async function approve(
  journal: CaseJournal,
  { who, actions, text }: { readonly who: string; readonly actions?: readonly string[]; readonly text: string },
): Promise<readonly Followed[]> {
  if (personOf(who) === "") throw new RespondError("NL-RESPOND-NO-NAME", "Nobody is named who agrees");
  const { actions: all } = containmentOf(await journal.entries());
  const missing = actions?.find((id) => !all.some(({ planned }) => planned.id === id));
  if (missing !== undefined) throw new RespondError("NL-RESPOND-NO-ACTION", `The case has no action "${missing}"`);
  const wanted = all.filter(
    (one) =>
      (actions === undefined ? standingOf(one) === "waiting" : actions.includes(one.planned.id)) &&
      !one.approvedBy.includes(personOf(who)),
  );
  await journal.write(
    who,
    ...wanted.map(({ planned }) => ({ kind: "case.approval", body: { action: planned.id, who, text } })),
  );
  return wanted;
}
