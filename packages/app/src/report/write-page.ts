import { atLeast, type Finding, SEVERITIES } from "@nightlatch/core";
import { decisionsSaid } from "./decisions.ts";
import { utc } from "./moment.ts";
import { type Block, timelineOf } from "./page.ts";
import type { ScanReport, ScanSummary } from "./scan-report.ts";

/** Findings beside the worst that are listed, and lines of a count; the others are counted. */
const LISTED = 40;
const COUNTED = 12;

/** What a person reads: the worst session first, then everything else, then what was looked at. */
export function writePage(report: ScanReport, options: { readonly inFull: number }): readonly Block[] {
  const { findings, summary } = report;
  const told = findings.filter(({ story }) => story !== undefined);
  // The worst is always told in full; further ones when they would wake somebody.
  const full = new Set(told.slice(0, options.inFull).filter((one, n) => n === 0 || atLeast(one.severity, "high")));
  const others = findings.filter((finding) => !full.has(finding));
  return [
    ...(full.size === 0 ? noSession(report) : [...full].flatMap(oneSession)),
    ...otherFindings(others, full.size > 0),
    ...explained(summary),
    ...decisionsSaid(summary),
    ...lookedAt(report),
  ];
}

function noSession({ summary, findings }: ScanReport): readonly Block[] {
  if (summary.events === 0)
    return [
      { kind: "title", text: "Nothing was read", severity: undefined },
      { kind: "text", text: "No event came out of the input, so nothing is known, neither good nor bad." },
    ];
  const text =
    findings.length === 0
      ? "Nothing in this log speaks for a stolen session. That says something only of the time and the events it covers; see below."
      : "No session looks stolen. Other findings follow.";
  return [
    { kind: "title", text: "No stolen session found", severity: undefined },
    { kind: "text", text },
  ];
}

function oneSession(finding: Finding): readonly Block[] {
  const { story, rule, entities, evidence } = finding;
  const weighed = evidence.filter(({ weight }) => weight !== 0);
  const sum = (sign: 1 | -1): string => {
    const total = weighed.filter(({ weight }) => weight * sign > 0).reduce((all, { weight }) => all + weight * sign, 0);
    return `${sign > 0 ? "+" : "−"}${total.toFixed(1)}`;
  };
  const blocks: Block[] = [
    { kind: "title", text: rule.title, severity: finding.severity },
    { kind: "text", text: `${finding.summary}.` },
    {
      kind: "facts",
      rows: [
        ["Who", entities.user.map(userInWords).join(", ") || "unknown"],
        ["Session", entities.session.join(", ") || "none"],
        ["Since", story === undefined ? utc(finding.first) : utc(story.takeover)],
        ["Until", `${utc(finding.last)} (last event seen)`],
        [
          "How sure",
          `${finding.severity}, confidence ${finding.confidence.toFixed(2)}; evidence ${sum(1)} / ${sum(-1)}`,
        ],
        [
          "Finding",
          `${finding.id}, rule ${rule.id}${rule.attack.length === 0 ? "" : `, ATT&CK ${rule.attack.join(", ")}`}`,
        ],
      ],
    },
  ];
  if (story !== undefined) {
    blocks.push({ kind: "heading", text: "Who is who" }, { kind: "contexts", contexts: story.contexts });
    blocks.push({ kind: "heading", text: "What happened (UTC)" }, { kind: "timeline", days: timelineOf(story) });
    if (story.omitted > 0) blocks.push({ kind: "text", text: `${story.omitted} further steps are not shown.` });
    const deeds = story.steps.filter(({ impact, time }) => impact !== "" && time >= story.takeover);
    const intruders = new Set(story.contexts.filter(({ role }) => role === "intruder").map(({ name }) => name));
    const done = deeds.filter(({ context }) => intruders.has(context) || context === "token");
    blocks.push({ kind: "heading", text: "Done after the takeover" });
    blocks.push(
      done.length === 0
        ? { kind: "text", text: "Nothing in this log that changed anything; what was read leaves no event." }
        : {
            kind: "list",
            ordered: false,
            items: counted(done.map(({ what, impact, outcome }) => `${what} [${impact}]${worked(outcome)}`)),
          },
    );
  }
  blocks.push({ kind: "heading", text: "Why: for (+) and against (−)" }, { kind: "evidence", rows: evidence });
  blocks.push({ kind: "heading", text: "What to do now" }, { kind: "list", ordered: true, items: finding.next });
  if (finding.unknown.length > 0)
    blocks.push(
      { kind: "heading", text: "What is not known" },
      { kind: "list", ordered: false, items: finding.unknown },
    );
  return blocks;
}

function otherFindings(others: readonly Finding[], beside: boolean): readonly Block[] {
  const worth = others.filter(({ severity }) => severity !== "informational");
  const blocks: Block[] = [];
  if (worth.length > 0) {
    blocks.push(
      { kind: "heading", text: `${beside ? "Other findings" : "Findings"} (${worth.length})` },
      { kind: "findings", rows: worth.slice(0, LISTED) },
    );
    const rest = worth.slice(LISTED);
    const by = SEVERITIES.toReversed().flatMap((severity) => {
      const count = rest.filter((finding) => finding.severity === severity).length;
      return count === 0 ? [] : [`${count} ${severity}`];
    });
    if (rest.length > 0)
      blocks.push({ kind: "text", text: `and ${rest.length} more (${by.join(", ")}): --format json lists all.` });
  }
  return [...blocks, ...forTheRecord(others.filter(({ severity }) => severity === "informational"))];
}

/** Informational findings are counted by rule: they help to read a case, and ask for nothing. */
function forTheRecord(findings: readonly Finding[]): readonly Block[] {
  if (findings.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule.title, (counts.get(rule.title) ?? 0) + 1);
  const rows = [...counts].map(([title, count]) => [count, title] as const).sort((a, b) => b[0] - a[0]);
  const rest = rows.slice(COUNTED).reduce((total, [count]) => total + count, 0);
  return [
    { kind: "heading", text: `For the record (${findings.length} informational)` },
    { kind: "counts", rows: [...rows.slice(0, COUNTED), ...(rest === 0 ? [] : [[rest, "others"] as const])] },
  ];
}

function explained({ explained: rows }: ScanSummary): readonly Block[] {
  if (rows.length === 0) return [];
  const all = rows.reduce((total, { count }) => total + count, 0);
  const shown = rows.slice(0, COUNTED);
  const rest = rows.slice(COUNTED).reduce((total, { count }) => total + count, 0);
  return [
    { kind: "heading", text: `Explained, not reported: ${all} ${all === 1 ? "change" : "changes"} of context` },
    {
      kind: "counts",
      rows: [
        ...shown.map(({ why, count }) => [count, why] as const),
        ...(rest === 0 ? [] : [[rest, "other reasons"] as const]),
      ],
    },
  ];
}

function lookedAt({ summary, tenant, tool, findings }: ScanReport): readonly Block[] {
  const { window, rules } = summary;
  const rows: (readonly [string, string])[] = [
    ["Tenant", tenant],
    ["Covers", summary.first === null ? "nothing" : `${utc(summary.first)} to ${utc(summary.last ?? "")}`],
    [
      "Read",
      `${many(summary.events, "event")} of ${many(summary.users, "user")} in ${many(summary.sessions, "session")}, from ${many(summary.files, "file")}`,
    ],
  ];
  if (summary.repeats > 0) rows.push(["Repeats", `${summary.repeats} events stood there again and were passed over`]);
  if (summary.rejected > 0) {
    const codes = Object.entries(summary.rejectedByCode).map(([code, count]) => `${count} ${code}`);
    rows.push(["Rejected", `${summary.rejected}: ${codes.join(", ")} (docs/errors.md)`]);
  }
  for (const { from, to } of summary.silences) rows.push(["Silent", `no event from ${utc(from)} to ${utc(to)}`]);
  if (window.since !== null)
    rows.push([
      "Since",
      `${utc(window.since)}; ${many(window.before, "earlier event")} taught what is usual, and make no finding`,
    ]);
  if (window.until !== null)
    rows.push(["Until", `${utc(window.until)}; ${many(window.after, "later event")} left aside`]);
  rows.push([
    "Rules",
    `${rules.rules} Sigma rules and ${rules.correlations} correlations beside the session engine${rules.elsewhere > 0 ? `; ${rules.elsewhere} for other logs` : ""}${rules.waiting > 0 ? `; ${rules.waiting} wait for values that only you know (nightlatch rules list)` : ""}${rules.expired > 0 ? `; ${rules.expired} on indicators that have expired` : ""}${rules.refused > 0 ? `; ${rules.refused} refused` : ""}`,
  ]);
  const { indicators } = summary;
  if (indicators !== undefined)
    rows.push([
      "Indicators",
      `${many(indicators.read, "indicator")} looked for, ${many(indicators.findings, "finding")}${indicators.expired > 0 ? `; ${indicators.expired} had expired when the log ends` : ""}${indicators.unused > 0 ? `; ${indicators.unused} of kinds that Okta's log does not show` : ""}`,
    ]);
  for (const limit of summary.limits) rows.push(["Limit", limit]);
  const loud = findings.filter(({ severity }) => atLeast(severity, "high")).length;
  rows.push(["Findings", `${findings.length}, ${loud} of them worth waking somebody (high, critical)`]);
  rows.push(["By", `${tool.name} ${tool.version}`]);
  return [
    { kind: "heading", text: "What was looked at" },
    { kind: "facts", rows },
  ];
}

function userInWords({ id, name }: Finding["entities"]["user"][number]): string {
  return name === "" || name === id ? id : `${name} (${id})`;
}

/** The same item again is counted. */
function counted(items: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].map(([item, count]) => (count === 1 ? item : `${item}, ${count} times`));
}

function worked(outcome: string): string {
  return /^(?:SUCCESS|ALLOW|)$/.test(outcome) ? "" : " (did not succeed)";
}

function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
