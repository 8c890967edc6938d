import type { Finding, StoryContext } from "@nightlatch/core";
import type { Block, TimelineRow } from "./page.ts";
import { clock, moment } from "./moment.ts";
import { safeText } from "./safe-text.ts";
import type { ScanReport } from "./scan-report.ts";
import { writePage } from "./write-page.ts";

/** Sessions that a ticket tells in full. */
const IN_FULL = 10;

/** The report as GitHub Flavored Markdown, for a ticket. Nothing that a log holds can become markup, a link or a mention. */
export function toMarkdown(report: ScanReport): string {
  return markdownPage(writePage(report, { inFull: IN_FULL }));
}

/** Blocks as such a text. */
export function markdownPage(blocks: readonly Block[]): string {
  return `${blocks.map(blockOf).join("\n\n")}\n`;
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case "title":
      return `# ${escape(block.text)}${block.severity === undefined ? "" : ` — ${block.severity}`}`;
    case "heading":
      return `## ${escape(block.text)}`;
    case "text":
      return escape(block.text);
    case "facts":
      return table(
        ["", ""],
        block.rows.map(([label, value]) => [`**${escape(label)}**`, escape(value)]),
      );
    case "contexts":
      return table(
        ["", "role", "address", "network", "place", "browser", "device", "events", "from", "to"],
        block.contexts.map(contextRow),
      );
    case "timeline":
      return block.days
        .map(
          ({ day, rows }) =>
            `**${escape(day)}**\n\n${table(["time", "victim", "intruder", ""], rows.map(timelineRow))}`,
        )
        .join("\n\n");
    case "evidence":
      return table(
        ["weight", "what", "time", "event"],
        block.rows.map(({ weight, why, time, uid, also }) => [
          weight === 0 ? "" : `${weight > 0 ? "+" : "−"}${Math.abs(weight).toFixed(2)}`,
          escape(why),
          moment(time),
          `${escape(uid)}${also === undefined || also.length === 0 ? "" : ` and ${also.length} more`}`,
        ]),
      );
    case "list":
      return block.items.map((item, n) => `${block.ordered ? `${n + 1}.` : "-"} ${escape(item)}`).join("\n");
    case "table":
      return table(
        block.head,
        block.rows.map((cells) => cells.map(escape)),
      );
    case "counts":
      return table(
        ["count", "what"],
        block.rows.map(([count, what]) => [String(count), escape(what)]),
      );
    case "findings":
      return table(["severity", "confidence", "finding", "from", "to", "id"], block.rows.map(findingRow));
  }
}

function contextRow(context: StoryContext): readonly string[] {
  const { name, role, ip, network, place, browser, device, events, first, last } = context;
  const who = role === "intruder" ? "**INTRUDER**" : role;
  return [
    `**${escape(name)}**`,
    who,
    ...[ip, network, place, browser, device].map(escape),
    String(events),
    moment(first),
    moment(last),
  ];
}

function timelineRow(row: TimelineRow): readonly string[] {
  if (row.kind === "takeover") return [clock(row.time), "", "**▼**", "**the session changes hands**"];
  const { time, context, role, what, impact, times } = row;
  const letter = context === "token" ? "T" : escape(context);
  const [victim, intruder] = role === "intruder" ? ["", `**${letter}**`] : [letter, ""];
  const why = impact === "" ? "" : ` — **${escape(impact)}**`;
  return [clock(time), victim, intruder, `${escape(what)}${times === 1 ? "" : ` (${times} times)`}${why}`];
}

function findingRow({ severity, confidence, summary, first, last, id }: Finding): readonly string[] {
  return [severity, confidence.toFixed(2), escape(summary), moment(first), moment(last), escape(id)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/**
 * Text as nothing but text (CommonMark 0.31 §2.4, GFM 0.29 §6.9): what may begin markup is escaped, links are not
 * recognised, and an @ that no letter precedes names nobody.
 */
function escape(text: string): string {
  return safeText(text)
    .replaceAll(/[\\`*_[\]<>|~#$&]/g, String.raw`\$&`)
    .replace(/^(\s*)([-+=])/, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, String.raw`$1\$2`)
    .replaceAll("://", String.raw`\://`)
    .replaceAll(/\b(www)\./gi, String.raw`$1\.`)
    .replaceAll(/(?<![\w.])@(?=\w)/g, "@\u2060");
}
