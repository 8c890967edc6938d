import { actionById, type Containment, type Followed, type Previewed, standingOf } from "../../respond/index.ts";
import { COLOURED, type Paint, PLAIN, safeText } from "../../report/index.ts";
import { wantsColour } from "../write-out.ts";

/** A plan for people: what would happen to whom, what breaks, and what stands against it. */
export function planText(caseId: string, previews: readonly Previewed[], { actions }: Containment): string {
  const paint = wantsColour(process.stdout) ? COLOURED : PLAIN;
  if (previews.length === 0)
    return `Case ${caseId}: no playbook answers its findings, so nothing is planned. Name one with --playbook.\n`;
  const followed = new Map(actions.map((one) => [one.planned.id, one]));
  const lines = previews.flatMap((one) => [...linesOf(one, followed.get(one.action.id), paint), ""]);
  return `Case ${caseId}: ${previews.length} actions\n\n${lines.join("\n")}`;
}

function linesOf(previewed: Previewed, followed: Followed | undefined, paint: Paint): readonly string[] {
  const { action, preview, unread, objections } = previewed;
  const known = actionById(action.action);
  const standing = followed === undefined ? "planned" : standingOf(followed);
  const agreed = followed?.approvedBy.length ?? 0;
  const people =
    action.approvals === 0
      ? ""
      : `; ${agreed} of ${action.approvals} ${action.approvals === 1 ? "person" : "people"} agreed`;
  const said = (word: string, texts: readonly string[]): readonly string[] =>
    texts.map((text) => `    ${word.padEnd(9)} ${safeText(text)}`);
  const head = action.action === "hand-over" ? "Task for a person" : (known?.title ?? action.action);
  return [
    `${paint("loud", head)}: ${safeText(action.name)}`,
    `    ${action.id}  ${standing}${people}${known?.undo === undefined || action.action === "hand-over" ? "" : "; can be undone"}`,
    ...said("because", [action.why]),
    ...(preview?.already === true
      ? said("already", ["It is so already; nothing will be done"])
      : said("ends", preview?.ends ?? [])),
    ...said("affects", preview?.affected ?? []),
    ...said("breaks", preview?.breaks ?? []),
    ...said("leaves", preview?.leaves ?? []),
    ...said("unknown", unread === "" ? [] : [unread]),
    ...said(
      paint("severe", "AGAINST"),
      objections.map(({ code, reason }) => `${code} ${reason}`),
    ),
    ...said("proof", followed?.proof?.read ?? []),
    ...(followed?.last === undefined || followed.last.outcome === "done"
      ? []
      : said(followed.last.outcome, [`${followed.last.code} ${followed.last.text}`])),
  ];
}
