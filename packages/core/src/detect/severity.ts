import { atLeast, SEVERITIES, type Severity } from "../finding/finding.ts";

/**
 * The severity of a rule's or correlation's finding (spec DT-2). The level of our own content was weighed against
 * ordinary life and is kept as written. Any other level is what its author thought of the event alone: it is kept up to
 * `medium`, and up to `high` when the session is found doubtful by other evidence.
 */
export function severityOf(
  level: string,
  weight: { readonly ours: boolean; readonly corroborated: boolean },
): Severity {
  const known = SEVERITIES.find((one) => one === level) ?? "low";
  const most = weight.ours ? "critical" : weight.corroborated ? "high" : "medium";
  return atLeast(known, most) ? most : known;
}
