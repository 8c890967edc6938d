import type { Answer } from "@nightlatch/core";
import { askQuestions } from "../../cases/index.ts";
import { safeText } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { textOrJson } from "../global-options.ts";
import { atDesk, type CaseFlags } from "./desk.ts";
import { say } from "./said.ts";

/** Options of `nightlatch case questions`. */
export interface QuestionFlags extends CaseFlags {
  /** Milliseconds: the end of the time asked about; now unless told otherwise. */
  readonly until?: number;
}

/** `nightlatch case questions ID`: asks them all; with `--as-of` shows what was answered by then. */
export async function runQuestions(id: string, flags: QuestionFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const { asOf, until } = flags;
  const answers = await atDesk(flags, async (desk) => {
    const one = await desk.book.get(id, asOf);
    if (asOf !== undefined) return one.answers;
    const live = await desk.live(one.tenant);
    return askQuestions(id, desk.who, until === undefined ? live : { ...live, askedUntil: until });
  });
  await say(format, { schema: "nightlatch.answers/1", case: id, answers }, () => answers.map(textOf).join(""));
  return EXIT.done;
}

const SHOWN = 12;

function textOf({ question, answer, text, why, items, checklist, events }: Answer): string {
  const lines = [
    `${answer.toUpperCase().padEnd(8)}${question}: ${text}`,
    ...(why === "" ? [] : [`          ${why}`]),
    ...(checklist ?? []).map(({ check, verdict, how }) => `          ${verdict.padEnd(8)}${check}: ${how}`),
    ...(checklist === undefined ? items.slice(0, SHOWN) : []).map(
      ({ name, what, certainty, still, at }) =>
        `          ${new Date(at).toISOString()}  ${name}: ${what} [${certainty}${still === undefined ? "" : `; still so: ${still.verdict}, ${still.how}`}]`,
    ),
    ...(items.length > SHOWN && checklist === undefined ? [`          … and ${items.length - SHOWN} more`] : []),
    ...(events.length === 0
      ? []
      : [`          events: ${events.slice(0, 4).join(", ")}${events.length > 4 ? `, … (${events.length})` : ""}`]),
  ];
  return `${lines.map(safeText).join("\n")}\n`;
}
