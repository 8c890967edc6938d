import type { Finding } from "@nightlatch/core";

/** One line that a person can act on. */
export function headline({ severity, tenant, summary }: Finding): string {
  return `[${severity}] ${tenant}: ${plain(summary)}`;
}

/** A few lines for places that show text: who, what, since when, what to do first. */
export function fewLines({
  finding,
  revision,
}: {
  readonly finding: Finding;
  readonly revision: number;
}): readonly string[] {
  const who = finding.entities.user.map(({ id, name }) => name || id).join(", ");
  const lines = [
    plain(finding.summary),
    `Rule: ${plain(finding.rule.title)} (${finding.rule.id})`,
    ...(who === "" ? [] : [`Who: ${plain(who)}`]),
    `Since: ${finding.first}`,
    `How sure: ${finding.confidence.toFixed(2)}, ${finding.evidence.length} observations`,
    ...finding.next.slice(0, 3).map((step, n) => `${n + 1}. ${plain(step)}`),
    `Finding ${finding.id}, revision ${revision}`,
  ];
  return lines;
}

/** Text from a log in one line, without anything that acts on a terminal, a log or a chat. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, " ").slice(0, 2000);
}
