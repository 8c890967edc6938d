import { jsonDocument, safeText } from "../../report/index.ts";
import {
  actionById,
  approve,
  type Containment,
  containmentDocument,
  planDocument,
  type Standing,
  standingOf,
} from "../../respond/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { textOrJson } from "../global-options.ts";
import { writeError, writeOut } from "../write-out.ts";
import { atCase, type PersonFlags, personOf } from "./at-case.ts";
import { planText } from "./show-plan.ts";

/** Options of `nightlatch contain`. */
export interface ContainFlags extends PersonFlags {
  /** Without it nothing is changed: what would be done is shown. */
  readonly run?: true;
  readonly approve?: string;
  /** Ids of the actions that are agreed to; all that wait, when it is empty. */
  readonly action: readonly string[];
}

/** `nightlatch contain CASE` */
export async function runContain(caseId: string, flags: ContainFlags): Promise<ExitCode> {
  const json = textOrJson(flags) === "json";
  const who = personOf(flags);
  return atCase(caseId, flags, async ({ responder, journal, push }) => {
    await responder.plan(caseId, who);
    if (flags.approve !== undefined) {
      const actions = flags.action.length === 0 ? {} : { actions: flags.action };
      const agreed = await approve(journal, { who: flags.approve, ...actions, text: "On the command line" });
      writeError(`${safeText(flags.approve)} agrees to ${agreed.length} actions\n`);
    }
    if (flags.run !== true) {
      const previews = await responder.preview(caseId);
      const containment = await responder.containment(caseId);
      const text = planText(caseId, previews, containment);
      await writeOut(
        json
          ? jsonDocument(planDocument(caseId, previews, containment))
          : `${text}Nothing was changed. Run it with: nightlatch contain ${caseId} --run\n`,
      );
      return EXIT.done;
    }
    const containment = await responder.contain(caseId, who, ({ action, what, text }) => {
      writeError(`${new Date().toISOString()}  ${action} ${what}: ${safeText(text)}\n`);
    });
    await push();
    await writeOut(json ? jsonDocument(containmentDocument(caseId, containment)) : resultText(caseId, containment));
    return exitOf(containment);
  });
}

/**
 * 0 when everything that was planned is done and proven, or a person's task; 4 when the tenant refused something, did
 * not answer, or a proof could not be had; 3 when all that is left is held by a guard or waits for people.
 */
function exitOf({ actions }: Containment): ExitCode {
  const standings = new Set<Standing>(actions.map(standingOf));
  const any = (...some: readonly Standing[]): boolean => some.some((one) => standings.has(one));
  if (any("refused", "failed", "unproven", "open", "broken")) return EXIT.unavailable;
  return any("held", "waiting", "planned") ? EXIT.rejected : EXIT.done;
}

const WORDS: Readonly<Record<Standing, string>> = {
  proven: "done and proven",
  unproven: "DONE, NOT PROVEN",
  refused: "NOT DONE, refused",
  failed: "NOT DONE, failed",
  held: "NOT DONE, held",
  open: "NOT KNOWN, begun",
  broken: "USED AGAIN",
  waiting: "waits for people",
  planned: "not run",
  undone: "taken back",
  task: "task for a person",
};

function resultText(caseId: string, { actions }: Containment): string {
  const lines = actions.map((one) => {
    const { planned, proof, last } = one;
    const standing = standingOf(one);
    const title = actionById(planned.action)?.title ?? planned.action;
    const isDone = standing === "proven" || standing === "unproven";
    const said = isDone ? (proof?.read.join("; ") ?? "") : last === undefined ? "" : `${last.code} ${last.text}`.trim();
    return `${WORDS[standing].padEnd(20)} ${title}: ${safeText(planned.name)}${said === "" ? "" : `\n${" ".repeat(21)}${safeText(said)}`}`;
  });
  const done = actions.filter((one) => standingOf(one) === "proven").length;
  return `Case ${caseId}: ${done} of ${actions.length} actions are done and proven\n\n${lines.join("\n")}\n`;
}
