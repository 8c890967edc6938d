import { counted } from "../scope/index.ts";
import { type Case, type Measures, measuresOf } from "../case/index.ts";
import { SEVERITIES } from "../finding/finding.ts";
import { QUESTIONS } from "../questions/index.ts";
import type { Hold, Reachable, ScopeObject } from "../scope/scope.ts";
import { durationText, momentText } from "./moment-text.ts";
import type { CaseReport, QuestionLine, ReachedLine, Sentence } from "./report.ts";
import { inJournal } from "./sources.ts";
import { actionLine, credentialLine, taskLine } from "./standing.ts";
import { timelineOfCase } from "./timeline.ts";
import { unknownsOf } from "./unknowns.ts";

/** What is said of a case as it stands; for a past moment, hand in the case as it was known then. */
export function caseReportOf(one: Case): CaseReport {
  const scope = one.scope?.scope;
  const measures = measuresOf(one);
  const found = new Set(one.findings.map(({ finding }) => finding.severity));
  const parts = {
    summary: summaryOf(one, measures),
    timeline: timelineOfCase(one),
    held: scope?.holds.map(heldLine) ?? [],
    reached: scope?.objects.map(reachedLine) ?? [],
    reachable: scope?.reachable.map(reachableLine) ?? [],
    questions: one.answers.map(questionLine),
    actions: one.actions.map(actionLine),
    ledger: one.ledger.map(credentialLine),
    tasks: one.tasks.map(taskLine),
  };
  return {
    schema: "nightlatch.case-report/1",
    case: one.id,
    tenant: one.tenant,
    title: one.title,
    status: one.status,
    entry: one.lastEntry,
    asOf: one.updated,
    severity: SEVERITIES.findLast((severity) => found.has(severity)),
    measures,
    roles: one.roles,
    ...parts,
    unknowns: unknownsOf(one),
    events: [
      ...new Set(Object.values(parts).flatMap((lines: readonly Sentence[]) => lines.flatMap(({ events }) => events))),
    ],
  };
}

/** The course of the case in a few sentences, each with what it rests on. */
function summaryOf(one: Case, measures: Measures): readonly Sentence[] {
  const { firstAct, firstActUid, firstEvidence, firstFinding, firstAction, contained, lead } = measures;
  const said: Sentence[] = [];
  const say = (text: string, uid: string, source: string): void => {
    said.push({ text, events: uid === "" ? [] : [uid], source: uid === "" ? source : "" });
  };
  const opened = inJournal(one.opened);
  if (firstAct !== undefined)
    say(`The first malicious act that is known was at ${momentText(firstAct)}`, firstActUid, "finding");
  if (firstEvidence !== undefined)
    say(`The first event that shows it reached us at ${momentText(firstEvidence)}`, firstActUid, opened);
  if (firstFinding !== undefined && firstAct !== undefined)
    say(
      `The first finding was there at ${momentText(firstFinding)}, ${durationText(firstFinding - firstAct)} after that act`,
      "",
      `findings ${one.findings.map(({ finding }) => finding.id).join(", ")}`,
    );
  const scope = one.scope?.scope;
  if (scope !== undefined) {
    const count = scope.objects.filter(({ touch }) => touch !== "tried").length;
    said.push({
      text: `${counted(scope.events, "event is", "events are")} the intruder's; they acted through ${counted(scope.holds.length, "thing")} and touched ${count}`,
      events: scope.firstEvidence === undefined ? [] : [scope.firstEvidence.uid],
      source: scope.firstEvidence === undefined && one.scope !== undefined ? inJournal(one.scope) : "",
    });
  }
  if (firstAction !== undefined)
    say(`The first action was begun at ${momentText(firstAction)}`, "", entryAt(one, firstAction, "begun"));
  if (contained !== undefined)
    say(`Contained, and read back, at ${momentText(contained)}`, "", entryAt(one, contained, "readback"));
  if (lead !== undefined)
    say(
      lead >= 0
        ? `The finding was there ${durationText(lead)} before the supplier's first word`
        : `The supplier's first word came ${durationText(lead)} before the finding`,
      "",
      "journal, case.supplier",
    );
  return said;
}

/** The entry in which an action was begun, or read back, at a moment. */
function entryAt({ actions }: Case, at: number, what: "begun" | "readback"): string {
  const found = actions.map((action) => action[what]).find((written) => written?.at === at);
  return found === undefined ? `journal, action.${what === "begun" ? "before" : "readback"}` : inJournal(found);
}

function heldLine({ key, value, owner, certainty, why, uids, first, last, since, events, ips }: Hold): ReachedLine {
  const used =
    events === 0
      ? "no use of it is seen"
      : `used in ${counted(events, "event")} from ${ips.join(", ") || "no address"}`;
  return {
    key,
    name: owner?.name ?? value,
    touch: "held",
    certainty,
    first: first || since,
    last: last || since,
    text: `The intruder's since ${momentText(since)}: ${why.replace(/\.$/, "")}; ${used}`,
    events: uids,
    source: uids.length === 0 ? "what the scope starts from" : "",
  };
}

function reachedLine({
  key,
  kind,
  id,
  name,
  touch,
  certainty,
  why,
  first,
  last,
  uids,
  events,
}: ScopeObject): ReachedLine {
  return {
    key,
    name: name || id,
    touch,
    certainty,
    first,
    last,
    text: `${kind} ${name || id}: ${touch}, ${counted(events, "event")}. ${why.replace(/\.$/, "")}`,
    events: uids,
    source: uids.length === 0 ? "journal, case.scope" : "",
  };
}

function reachableLine({ user, by, what, objects, why, uids }: Reachable): Sentence {
  const named = objects.length === 0 ? "" : `: ${objects.map(({ name, key }) => name || key).join(", ")}`;
  return {
    text: `${user.name || user.id}, by ${by}: ${what}${named}`,
    events: uids,
    source: uids.length === 0 ? why : "",
  };
}

function questionLine({ question, answer, text, events, why, at, coverage }: Case["answers"][number]): QuestionLine {
  const behind = coverage.complete
    ? "every moment asked about is covered"
    : `${coverage.gaps.length} times are not covered`;
  return {
    question,
    asked: QUESTIONS.find(({ id }) => id === question)?.text ?? question,
    answer,
    text: why === "" ? text : `${text.replace(/\.$/, "")}; ${why}`,
    events,
    source: events.length > 0 ? "" : `coverage ledger at ${momentText(at)}: ${behind}`,
  };
}
