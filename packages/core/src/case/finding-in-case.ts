import type { Finding } from "../finding/finding.ts";
import type { FindingInCase } from "./entry.ts";

/** What a case keeps of a finding. `received` is when the event of its first act reached us, 0 when that is not known. */
export function findingInCase(
  finding: Finding,
  { revision, known, received }: { readonly revision: number; readonly known: number; readonly received: number },
): FindingInCase {
  const { id, rule, severity, confidence, summary, first, last, entities } = finding;
  return {
    id,
    revision,
    rule: rule.id,
    title: rule.title,
    severity,
    confidence,
    summary,
    first: Date.parse(first),
    last: Date.parse(last),
    firstUid: firstUidOf(finding),
    received,
    known,
    users: entities.user,
    sessions: entities.session,
    tokens: entities.token,
    addresses: entities.ip,
  };
}

/** The event of a finding's first act: the earliest that speaks for it. */
export function firstUidOf({ evidence, story }: Finding): string {
  const intruders = new Set(story?.contexts.filter(({ role }) => role === "intruder").map(({ name }) => name));
  const step = story?.steps.find(({ context }) => intruders.has(context));
  const [first] = evidence.filter(({ weight }) => weight >= 0).toSorted((a, b) => (a.time < b.time ? -1 : 1));
  return step?.uid ?? first?.uid ?? "";
}
