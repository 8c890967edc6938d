import { type Case, counted, type Measures, measuresOf } from "@nightlatch/core";
import { safeText } from "../../report/index.ts";

/** A case in one line. */
export function lineOfCase(one: Case): string {
  const open = one.ledger.filter(({ state }) => state === "open").length;
  const about = [
    one.status === "merged" ? `merged into ${one.mergedInto}` : one.status,
    `${one.findings.length} findings`,
    ...(one.scope === undefined ? [] : [`${one.scope.scope.objects.length} objects in scope`]),
    ...(one.ledger.length === 0 ? [] : [`${open} of ${one.ledger.length} ledger rows open`]),
  ];
  return `${one.id}  ${one.tenant}  ${when(one.opened.at)}  ${safeText(one.title)}  (${about.join(", ")})\n`;
}

/** A case for a person: what is so, who said so, when it happened and when it was known. */
export function textOfCase(one: Case): string {
  const lines: string[] = [lineOfCase(one).trimEnd(), "", ...measures(measuresOf(one))];
  const section = (title: string, rows: readonly string[]): void => {
    if (rows.length > 0) lines.push("", title, ...rows.map((row) => `  ${safeText(row)}`));
  };
  section(
    "Findings",
    one.findings.map(
      ({ finding, why, notBy, at }) =>
        `${finding.severity} ${finding.id} r${finding.revision}: ${finding.summary} [joined ${when(at)}: ${why.map((reason) => `${reason.by} ${reason.value} with ${reason.with}`).join("; ") || "by hand"}${notBy.map(({ value, people }) => `; not by ${value}, which ${people} people share`).join("")}]`,
    ),
  );
  section(
    "Merged from",
    one.absorbed.map(({ case: id, at }) => `${id} at ${when(at)}`),
  );
  section(
    "Roles",
    one.roles.map(({ who, role }) => `${role}: ${who}`),
  );
  section(
    "Facts",
    one.facts.map(
      ({ happened, at, text, who, source }) =>
        `${happened === null ? "(time unknown)" : when(happened)}  ${text}  [known ${when(at)}, ${who}, from ${sourceText(source)}]`,
    ),
  );
  section(
    "Notes",
    one.notes.map(({ at, who, text }) => `${when(at)}  ${who}: ${text}`),
  );
  section(
    "Tasks",
    one.tasks.map(
      ({ id, text, owner, done }) =>
        `${done === undefined ? "[ ]" : "[x]"} ${id} ${text} (${owner || "nobody"})${done === undefined ? "" : `: ${done.text}, ${done.who} ${when(done.at)}`}`,
    ),
  );
  section(
    "Pinned events",
    one.pins.map(({ uid, why, who }) => `${uid}  ${why} (${who})`),
  );
  section(
    "Suppliers",
    one.suppliers.map(
      ({ vendor, direction, at, text }) =>
        `${when(at)}  ${direction === "told" ? `told ${vendor}` : `${vendor} answered`}: ${text}`,
    ),
  );
  section(
    "Scope",
    one.scopeHistory.flatMap(({ revision, at, changed }) => [
      `revision ${revision}, ${when(at)}${changed.length === 0 ? "" : ", which changed:"}`,
      ...changed.map(({ what }) => `  ${what}`),
    ]),
  );
  section(
    "Questions",
    one.answers.map(({ question, answer, text }) => `${answer.padEnd(7)} ${question}: ${text}`),
  );
  section(
    "Actions",
    one.actions.map(
      ({ id, action, name, last, readback, open, approvals, approvedBy }) =>
        `${id}  ${action} on ${name}: ${open ? "begun, end unknown" : (last?.outcome ?? (approvals > approvedBy.length ? `not done, ${approvedBy.length} of ${counted(approvals, "person", "people")} agreed` : "not done"))}${readback === undefined ? "" : `, read back: ${readback.state}`}`,
    ),
  );
  section(
    "Ledger",
    one.ledger.map(
      ({ state, credential, name, owner }) => `${state.padEnd(8)} ${credential}  ${name} (${owner || "no owner"})`,
    ),
  );
  section(
    "Closed",
    one.closed === undefined
      ? []
      : [
          `${when(one.closed.at)} by ${one.closed.who}: ${one.closed.why}${one.closed.open.length === 0 ? "" : `; over the open rows ${one.closed.open.join(", ")}`}`,
        ],
  );
  return `${lines.join("\n")}\n`;
}

function measures(of: Measures): readonly string[] {
  const row = (name: string, at: number | undefined): string =>
    `  ${name.padEnd(22)} ${at === undefined ? "not yet" : when(at)}`;
  return [
    row("first malicious act", of.firstAct),
    row("first evidence", of.firstEvidence),
    row("first finding", of.firstFinding),
    row("first action", of.firstAction),
    row("contained", of.contained),
    row("supplier's first word", of.vendorNotice),
    ...(of.lead === undefined ? [] : [`  ${"lead over supplier".padEnd(22)} ${Math.round(of.lead / 60_000)} min`]),
  ];
}

function sourceText(source: Case["facts"][number]["source"]): string {
  if ("events" in source) return `events ${source.events.join(", ")}`;
  return "file" in source ? `${source.file} (SHA-256 ${source.sha256})` : source.person;
}

/** A moment for a person. */
export function when(ms: number): string {
  return ms === 0 ? "never" : new Date(ms).toISOString().replace(".000Z", "Z");
}
