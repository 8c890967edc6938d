import type { Case } from "../case/index.ts";
import type { TimelineLine } from "./report.ts";
import { inJournal, sourceOf } from "./sources.ts";

/** Everything that happened and was done, in the order of the first clock (of the second, where the first is unknown). */
export function timelineOfCase(one: Case): readonly TimelineLine[] {
  const lines = [
    ...actsOf(one),
    ...one.findings.map(({ finding }): TimelineLine => ({
      happened: finding.first,
      known: finding.known,
      kind: "finding",
      text: `Finding ${finding.id}, ${finding.severity}: ${finding.summary}`,
      events: finding.firstUid === "" ? [] : [finding.firstUid],
      source: finding.firstUid === "" ? `finding ${finding.id}` : "",
    })),
    ...one.facts.map((fact): TimelineLine => ({
      happened: fact.happened,
      known: fact.at,
      kind: "fact",
      text: fact.text,
      ...sourceOf(fact.source, fact),
    })),
    ...one.pins.map((pin): TimelineLine => ({
      happened: pin.happened,
      known: pin.at,
      kind: "pinned",
      text: pin.why,
      events: [pin.uid],
      source: "",
    })),
    ...one.suppliers.map(({ vendor, direction, at, text, knownAt, who, seq }): TimelineLine => ({
      happened: at,
      known: knownAt,
      kind: "supplier",
      text: direction === "told" ? `${vendor} was told: ${text}` : `${vendor} said: ${text}`,
      events: [],
      source: inJournal({ seq, at: knownAt, who }),
    })),
    ...one.actions.flatMap(actionLines),
    ...courseOf(one),
  ];
  return lines.sort((a, b) => (a.happened ?? a.known) - (b.happened ?? b.known) || a.known - b.known);
}

/** The intruder's deeds. Each is known since the first revision of the scope that had one of its events. */
function actsOf({ scope, scopeHistory }: Case): readonly TimelineLine[] {
  if (scope === undefined) return [];
  const knownSince = new Map<string, number>();
  for (const { at, changed } of scopeHistory)
    for (const uid of changed.flatMap(({ uids }) => uids)) if (!knownSince.has(uid)) knownSince.set(uid, at);
  const first = scopeHistory[0]?.at ?? scope.at;
  const names = new Map(scope.scope.objects.map(({ key, name, id }) => [key, name || id]));
  return scope.scope.steps.map((step) => {
    const failed = step.touch === "tried" ? ", which did not work" : "";
    const times = step.events > 1 ? `, ${step.events} events` : "";
    const name = names.get(step.to) ?? step.to;
    const named = step.what.includes(name) ? "" : `: ${name}`;
    return {
      happened: step.first,
      known: Math.min(...step.uids.map((uid) => knownSince.get(uid) ?? first), scope.at),
      kind: "malicious-act",
      text: `${step.what}${named} (through ${step.from}, ${step.certainty}${times})${failed}`,
      events: step.uids,
      source: step.uids.length === 0 ? step.why : "",
    };
  });
}

function actionLines({
  action,
  name,
  target,
  begun,
  last,
  readback,
}: Case["actions"][number]): readonly TimelineLine[] {
  const line = (at: number, text: string, source: string): TimelineLine => ({
    happened: at,
    known: at,
    kind: "action",
    text,
    events: [],
    source,
  });
  const what = `${action} on ${name || target}`;
  const lines: TimelineLine[] = [];
  if (begun !== undefined) lines.push(line(begun.at, `Begun: ${what}`, inJournal(begun)));
  if (last !== undefined) lines.push(line(last.at, `Answer to ${what}: ${last.outcome}`, inJournal(last)));
  if (readback !== undefined)
    lines.push(
      line(
        readback.at,
        `Read back, ${readback.holds ? "it holds" : "it does NOT hold"}: ${what} (${readback.state})`,
        inJournal(readback),
      ),
    );
  return lines;
}

function courseOf({ id, opened, closed, absorbed, mergedInto, updated }: Case): readonly TimelineLine[] {
  const line = (at: number, text: string, source: string): TimelineLine => ({
    happened: at,
    known: at,
    kind: "case",
    text,
    events: [],
    source,
  });
  return [
    line(opened.at, `The case ${id} was opened`, inJournal(opened)),
    ...absorbed.map((other) => line(other.at, `The case ${other.case} turned out to be this one`, inJournal(other))),
    ...(closed === undefined ? [] : [line(closed.at, `The case was closed: ${closed.why}`, inJournal(closed))]),
    ...(mergedInto === "" ? [] : [line(updated, `The case goes on in ${mergedInto}`, "journal, case.merged")]),
  ];
}
