import { jsonDocument, safeText } from "../../report/index.ts";
import { actionById } from "../../respond/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { textOrJson } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { atCase, type PersonFlags, personOf } from "./at-case.ts";

/** Options of `nightlatch undo`. */
export interface UndoFlags extends PersonFlags {
  readonly run?: true;
}

/** `nightlatch undo CASE ACTION` */
export async function runUndo(caseId: string, action: string, flags: UndoFlags): Promise<ExitCode> {
  const json = textOrJson(flags) === "json";
  return atCase(caseId, flags, async ({ responder }) => {
    const { planned } = await responder.undoable(caseId, action);
    const title = actionById(planned.action)?.undo?.title ?? planned.action;
    if (flags.run !== true) {
      await writeOut(
        json
          ? jsonDocument({ schema: "nightlatch.undo/1", case: caseId, action, title, target: planned.aim, proof: null })
          : `Would: ${title}: ${safeText(planned.name)}\nNothing was changed. Run it with: nightlatch undo ${caseId} ${action} --run\n`,
      );
      return EXIT.done;
    }
    const proof = await responder.undo(caseId, action, personOf(flags));
    await writeOut(
      json
        ? jsonDocument({ schema: "nightlatch.undo/1", case: caseId, action, title, target: planned.aim, proof })
        : `${title}: ${safeText(planned.name)}\n  ${proof.answer === "yes" ? "taken back" : "NOT PROVEN"}: ${safeText(proof.read.join("; "))}\n`,
    );
    return proof.answer === "yes" ? EXIT.done : EXIT.unavailable;
  });
}
