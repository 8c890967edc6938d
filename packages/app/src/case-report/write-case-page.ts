import { type CaseReport, durationText, momentText, type Sentence, type StandingLine } from "@nightlatch/core";
import type { PdfBlock } from "../report/index.ts";

/** Numbers of events that a sentence shows; further ones are counted, and stand in the JSON. */
const SHOWN = 12;

/** A case for people: what happened, what was done about it, what is not known, and the events by their numbers. */
export function writeCasePage(report: CaseReport): readonly PdfBlock[] {
  const cite = citeBy(report.events);
  const say = (one: Sentence): string => `${one.text}${cite(one)}`;
  const { case: id, title, severity, asOf, entry } = report;
  return [
    { kind: "title", text: `Case ${id}: ${title}`, severity },
    {
      kind: "text",
      text: `As it was known at ${momentText(asOf)} (entry ${entry} of the journal). Numbers in brackets are events, listed at the end.`,
    },
    { kind: "heading", text: "In short" },
    { kind: "list", ordered: false, items: report.summary.map(say) },
    { kind: "facts", rows: factsOf(report) },
    ...section("What is not known", report.unknowns),
    { kind: "heading", text: "Timeline" },
    {
      kind: "table",
      head: ["happened", "known", "what"],
      rows: report.timeline.map((line) => [
        line.happened === null ? "not known" : momentText(line.happened),
        momentText(line.known),
        say(line),
      ]),
    },
    ...section(
      "What the intruder acted through",
      report.held.map((one) => `${one.key} (${one.certainty}). ${say(one)}`),
    ),
    ...section(
      "What was reached",
      report.reached.map(
        (one) => `${say(one)} (${one.certainty}; ${momentText(one.first)} to ${momentText(one.last)})`,
      ),
    ),
    ...section("What could have been reached besides", report.reachable.map(say)),
    ...(report.questions.length === 0 ? [] : [heading("Questions"), questionsOf(report, say)]),
    ...standing("Actions", report.actions, say),
    ...standing("Credentials that were reached", report.ledger, say),
    ...standing("Tasks", report.tasks, say),
    { kind: "heading", text: "Events cited" },
    { kind: "table", head: ["number", "event"], rows: report.events.map((uid, n) => [`[${n + 1}]`, uid]) },
  ];
}

function factsOf({ tenant, status, measures, roles }: CaseReport): readonly (readonly [string, string])[] {
  const { firstAct, firstEvidence, firstFinding, opened, firstAction, contained, vendorNotice, lead } = measures;
  const moment = (at: number | undefined): string => (at === undefined ? "not so far" : momentText(at));
  return [
    ["Tenant", tenant],
    ["Status", status],
    ["First act", moment(firstAct)],
    ["Evidence", moment(firstEvidence)],
    ["Finding", moment(firstFinding)],
    ["Opened", moment(opened)],
    ["Action", moment(firstAction)],
    ["Contained", moment(contained)],
    ["Supplier", moment(vendorNotice)],
    ...(lead === undefined ? [] : [["Lead", `${lead < 0 ? "−" : ""}${durationText(lead)}`] as const]),
    ...roles.map(({ who, role }) => [role, who] as const),
  ];
}

function questionsOf({ questions }: CaseReport, say: (one: Sentence) => string): PdfBlock {
  return {
    kind: "table",
    head: ["question", "answer", "what is known"],
    rows: questions.map((one) => [one.asked, one.answer, say(one)]),
  };
}

function standing(title: string, lines: readonly StandingLine[], say: (one: Sentence) => string): readonly PdfBlock[] {
  if (lines.length === 0) return [];
  const rows = lines.map((one) => [one.what, one.state, say(one)]);
  return [heading(title), { kind: "table", head: ["what", "state", "how it is known"], rows }];
}

function section(title: string, items: readonly string[]): readonly PdfBlock[] {
  return items.length === 0 ? [] : [heading(title), { kind: "list", ordered: false, items }];
}

function heading(text: string): PdfBlock {
  return { kind: "heading", text };
}

/** What a sentence rests on, in brackets behind it. */
function citeBy(events: readonly string[]): (one: Sentence) => string {
  const numbers = new Map(events.map((uid, n) => [uid, n + 1]));
  return ({ events: uids, source }) => {
    if (uids.length === 0) return ` [${source}]`;
    const cited = uids.flatMap((uid) => numbers.get(uid) ?? []).toSorted((a, b) => a - b);
    const rest = cited.length - SHOWN;
    return ` [${cited.slice(0, SHOWN).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}]`;
  };
}
