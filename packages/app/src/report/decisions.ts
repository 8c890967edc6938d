import { utc } from "./moment.ts";
import type { Block } from "./page.ts";
import type { DecisionReport, ScanSummary } from "./scan-report.ts";

/** What the user decided about rules, how it stands, and what it kept away; decisions that ended or end soon come first. */
export function decisionsSaid({ decisions, rules }: ScanSummary): readonly Block[] {
  const replaced = rules.replaced.map((title) => `«${title}» of ours gives way to yours of the same id or name`);
  const items = [...decisions].sort((a, b) => ORDER[a.state] - ORDER[b.state]).map(inWords);
  if (items.length + replaced.length === 0) return [];
  return [
    { kind: "heading", text: "What the configuration decides about rules" },
    { kind: "list", ordered: false, items: [...items, ...replaced] },
  ];
}

const ORDER: Readonly<Record<DecisionReport["state"], number>> = { ended: 0, "ends-soon": 1, holds: 2 };

function inWords(decision: DecisionReport): string {
  const { kind, rule, who, why, until, state, findings, events } = decision;
  const reason = who === "" ? "nobody said who or why" : `${who}: ${why}`;
  const end = until === null ? "without end" : `until ${utc(until)}`;
  const standing = {
    ended: `ENDED ${until === null ? "" : utc(until)}; the rule speaks again`,
    "ends-soon": `${end}, which is SOON`,
    holds: end,
  }[state];
  const kept = [
    ...(findings > 0 ? [`${findings} finding${findings === 1 ? "" : "s"} not told`] : []),
    ...(events > 0 ? [`${events} event${events === 1 ? "" : "s"} not counted`] : []),
  ];
  const what = kind === "disable" ? "switched off" : "tuned";
  return `«${rule}» ${what}, ${standing} (${reason})${kept.length === 0 ? "" : `: ${kept.join(", ")}`}`;
}
