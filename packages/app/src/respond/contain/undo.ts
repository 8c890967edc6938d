import { actionById } from "../action-book.ts";
import type { Proof } from "../action.ts";
import { RespondError } from "../respond-error.ts";
import { CaseJournal } from "./case-journal.ts";
import { type AfterBody, type BeforeBody, containmentOf, type Followed, standingOf } from "./containment.ts";
import type { ContainParts } from "./contain.ts";
import { takeLease } from "./lease.ts";
import { patiently, saidOf, sinceOf } from "./run-action.ts";
import { unlocked } from "./unlock.ts";

const PATIENCE = 15_000;

/** The action to undo, when it can be undone. Throws RespondError NL-RESPOND-NO-ACTION, -NO-UNDO, -STATE. */
export async function undoable(journal: CaseJournal, id: string): Promise<Followed> {
  const one = containmentOf(await journal.entries()).actions.find(({ planned }) => planned.id === id);
  if (one === undefined) throw new RespondError("NL-RESPOND-NO-ACTION", `The case has no action "${id}"`);
  if (actionById(one.planned.action)?.undo === undefined)
    throw new RespondError("NL-RESPOND-NO-UNDO", `"${one.planned.action}" cannot be taken back`);
  const standing = standingOf(one);
  if (one.begun === undefined || (standing !== "proven" && standing !== "unproven" && !one.undoing))
    throw new RespondError("NL-RESPOND-STATE", `"${id}" is ${standing}; only what we did is taken back`);
  return one;
}

/**
 * Takes an action back, with the same care: lease, journal before and after, reading back. What was so before we came
 * is left alone. Answers what reading back says; throws RespondError, or an OktaError when Okta refuses.
 */
export async function undo(id: string, parts: ContainParts): Promise<Proof> {
  const { state, caseId, around, who, credential, patience = PATIENCE } = parts;
  const journal = new CaseJournal(state, caseId, around.now);
  const taken = await takeLease(state.db, `contain:${caseId}`, Date.now);
  if ("heldBy" in taken)
    throw new RespondError("NL-RESPOND-BUSY", `The case is being worked on already (by ${taken.heldBy})`);
  try {
    const { planned, begun, attempts } = await undoable(journal, id);
    const action = actionById(planned.action);
    if (action?.undo === undefined || begun === undefined) throw new RespondError("NL-RESPOND-NO-UNDO", id);
    const { run, readBack, title } = action.undo;
    const { people } = containmentOf(await journal.entries());
    const how = { around: { ...around, people }, before: begun.before };
    await around.state.user(planned.aim.owner ?? planned.aim.id).catch(() => undefined);
    const attempt = attempts + 1;
    const body: BeforeBody = { ...begun, attempt, request: `Undo: ${title}`, since: sinceOf(how.around), undo: true };
    return await unlocked(journal, { who, client: credential.clientId, now: around.now }, async () => {
      await journal.write(who, { kind: "action.before", body });
      let outcome: AfterBody = { action: id, attempt, outcome: "undone", code: "", text: title, undo: true };
      try {
        await run(planned.aim, { ...how, client: credential.clientFor(action.scopes) });
      } catch (error) {
        const { code, text } = saidOf(error);
        outcome = { ...outcome, outcome: code === "NL-OKTA-UNKNOWN" ? "unknown" : "refused", code, text };
      }
      const proof = await patiently(patience, () => readBack(planned.aim, how));
      const isBack = proof.answer === "yes";
      await journal.write(
        who,
        { kind: "action.after", body: isBack ? { ...outcome, outcome: "undone" } : outcome },
        {
          kind: "action.readback",
          body: { action: id, holds: false, state: proof.read.join("; "), ...proof, undo: true },
        },
      );
      return proof;
    });
  } finally {
    await taken.lease.release();
  }
}
