import type { AnswerItem, CheckRow, Verdict } from "./answer.ts";
import { applicationsChanged } from "./applications-changed.ts";
import { type ChangeAsked, changesIn } from "./change-question.ts";
import { devicesChanged } from "./devices-changed.ts";
import { factorsChanged } from "./factors-changed.ts";
import { hooksChanged } from "./hooks-changed.ts";
import { logStreamsChanged } from "./log-streams-changed.ts";
import { passwordsChanged } from "./passwords-changed.ts";
import { policiesChanged } from "./policies-changed.ts";
import { coverageFor, noGround } from "./proven.ts";
import { providersChanged } from "./providers-changed.ts";
import type { Inquiry, Question } from "./question.ts";
import { rolesChanged } from "./roles-changed.ts";
import { tokensChanged } from "./tokens-changed.ts";
import { usersChanged } from "./users-changed.ts";
import { zonesChanged } from "./zones-changed.ts";

/** Everything in which an intruder could have left a way back in. */
const CHECKS: readonly ChangeAsked[] = [
  tokensChanged,
  factorsChanged,
  passwordsChanged,
  usersChanged,
  rolesChanged,
  providersChanged,
  policiesChanged,
  zonesChanged,
  hooksChanged,
  logStreamsChanged,
  applicationsChanged,
  devicesChanged,
];

/**
 * Is there a way back in? One check for each thing that could be one. It is open while a change of the intruder stands;
 * it is unknown while a change is not shown to be undone, or while the log has gaps; it is shut when neither is so.
 */
export const wayBackInQuestion: Question = {
  id: "way-back-in",
  text: "Is there a way back in?",
  ask: async (inquiry) => {
    const { scope, now } = inquiry;
    if (scope.first === undefined) return noGround("way-back-in", inquiry);
    const coverage = coverageFor(inquiry, { since: scope.first, until: now });
    const checked = await Promise.all(CHECKS.map((check) => look(check, inquiry, coverage.complete)));
    const items = checked.flatMap((one) => one.items);
    const checklist = checked.map(({ row }) => row);
    const open = checklist.filter(({ verdict }) => verdict === "yes").map(({ check }) => check);
    const unclear = checklist.filter(({ verdict }) => verdict === "unknown").map(({ check }) => check);
    const answer: Verdict = open.length > 0 ? "yes" : unclear.length > 0 ? "unknown" : "no";
    const text = {
      yes: `There is: ${open.join(", ")}`,
      unknown: `Not known, because of ${unclear.join(", ")}`,
      no: `There is none in any of ${checklist.length} checks`,
    }[answer];
    return {
      question: "way-back-in",
      answer,
      text,
      items,
      events: [...new Set(items.flatMap(({ uids }) => uids))],
      coverage,
      why: unclear.length > 0 ? `Undecided: ${unclear.join(", ")}` : "",
      checklist,
    };
  },
};

async function look(
  check: ChangeAsked,
  inquiry: Inquiry,
  complete: boolean,
): Promise<{ readonly items: readonly AnswerItem[]; readonly row: CheckRow }> {
  const items = await changesIn(check, inquiry);
  const standing = items.filter(({ still, certainty }) => still?.verdict === "yes" && certainty !== "possible");
  const unclear = items.filter((item) => item.still?.verdict !== "no" && !standing.includes(item));
  const row = (verdict: Verdict, how: string, about: readonly AnswerItem[]): CheckRow => ({
    check: check.what,
    verdict,
    how,
    uids: about.flatMap(({ uids }) => uids),
  });
  if (standing.length > 0) return { items, row: row("yes", `Still stands: ${names(standing)}`, standing) };
  if (unclear.length > 0) return { items, row: row("unknown", `Not shown to be undone: ${names(unclear)}`, unclear) };
  if (!complete) return { items, row: row("unknown", "Nothing was found, but the log has gaps", items) };
  return {
    items,
    row: row("no", items.length === 0 ? "Nothing was changed" : `Changed and undone: ${names(items)}`, items),
  };
}

function names(items: readonly AnswerItem[]): string {
  return [...new Set(items.map(({ name }) => name))].slice(0, 5).join(", ");
}
