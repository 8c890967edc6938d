import { jsonDocument } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { planDocument } from "../../respond/index.ts";
import { textOrJson } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { atCase, type PersonFlags, personOf } from "./at-case.ts";
import { planText } from "./show-plan.ts";

/** Options of `nightlatch plan`. */
export interface PlanFlags extends PersonFlags {
  readonly playbook: readonly string[];
}

/** `nightlatch plan CASE`: plans what is new, and shows what every action would do. Changes nothing in the tenant. */
export async function runPlan(caseId: string, flags: PlanFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  await atCase(caseId, flags, async ({ responder }) => {
    await responder.plan(caseId, personOf(flags), flags.playbook);
    const previews = await responder.preview(caseId);
    const containment = await responder.containment(caseId);
    await writeOut(
      format === "json"
        ? jsonDocument(planDocument(caseId, previews, containment))
        : planText(caseId, previews, containment),
    );
  });
  return EXIT.done;
}
