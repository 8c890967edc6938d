import { createHash } from "node:crypto";
import type { Finding, StoryContext } from "@nightlatch/core";
import type { Block, TimelineRow } from "./page.ts";
import { clock, moment } from "./moment.ts";
import { safeText } from "./safe-text.ts";
import type { ScanReport } from "./scan-report.ts";
import { writePage } from "./write-page.ts";

/** Sessions that a page tells in full. */
const IN_FULL = 10;

/**
 * The report as one file of HTML: no scripts, nothing fetched, and a policy that forbids both, so that it can be
 * opened from a ticket. Nothing that a log holds can become markup.
 */
export function toHtml(report: ScanReport): string {
  return htmlPage(`Nightlatch: ${report.tenant}`, writePage(report, { inFull: IN_FULL }));
}

/** Blocks as such a page. */
export function htmlPage(title: string, blocks: readonly Block[]): string {
  const policy = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  const body = blocks.map(blockOf).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

// Blue and orange are told apart with every common colour blindness; letters, columns and borders say the same.
const STYLE = `
:root { color-scheme: light dark; --victim: #0072b2; --intruder: #d55e00; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 70rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; } td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.badge { border: 2px solid; border-radius: .3rem; padding: 0 .4rem; font-size: .9rem; vertical-align: middle; }
.critical, .high { border-width: 3px; font-weight: 700; }
tr.intruder td { border-left: .35rem solid var(--intruder); } tr.victim td:first-child, tr.unclear td:first-child { border-left: .35rem solid var(--victim); }
tr.intruder td ~ td { border-left: 0; } tr.intruder strong { color: var(--intruder); }
tr.takeover td { border-top: 3px double var(--intruder); font-weight: 700; }
code { font-size: .85em; }
`;
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

function blockOf(block: Block): string {
  switch (block.kind) {
    case "title": {
      const { severity } = block;
      const badge = severity === undefined ? "" : ` <span class="badge ${severity}">${severity}</span>`;
      return `<h1>${escape(block.text)}${badge}</h1>`;
    }
    case "heading":
      return `<h2>${escape(block.text)}</h2>`;
    case "text":
      return `<p>${escape(block.text)}</p>`;
    case "facts":
      return table(
        [],
        block.rows.map(([label, value]) => row("", [head(label), cell(value)])),
      );
    case "contexts":
      return table(
        ["", "who", "address", "network", "place", "browser", "device", "events", "from", "to"],
        block.contexts.map(contextRow),
      );
    case "timeline":
      return block.days
        .map(
          ({ day, rows }) =>
            `<h3>${escape(day)}</h3>\n${table(["time", "victim", "intruder", ""], rows.map(timelineRow))}`,
        )
        .join("\n");
    case "evidence":
      return table(
        ["weight", "what", "time", "event"],
        block.rows.map(({ weight, why, time, uid, also }) =>
          row("", [
            number(weight === 0 ? "" : `${weight > 0 ? "+" : "−"}${Math.abs(weight).toFixed(2)}`),
            cell(why),
            cell(moment(time)),
            `<td><code>${escape(uid)}</code>${also === undefined || also.length === 0 ? "" : ` and ${also.length} more`}</td>`,
          ]),
        ),
      );
    case "list": {
      const tag = block.ordered ? "ol" : "ul";
      return `<${tag}>\n${block.items.map((item) => `<li>${escape(item)}</li>`).join("\n")}\n</${tag}>`;
    }
    case "table":
      return table(
        block.head,
        block.rows.map((cells) => row("", cells.map(cell))),
      );
    case "counts":
      return table(
        ["count", "what"],
        block.rows.map(([count, what]) => row("", [number(String(count)), cell(what)])),
      );
    case "findings":
      return table(["severity", "confidence", "finding", "from", "to", "id"], block.rows.map(findingRow));
  }
}

function contextRow(context: StoryContext): string {
  const { name, role, ip, network, place, browser, device, events, first, last } = context;
  const who = role === "intruder" ? "<td><strong>INTRUDER</strong></td>" : cell(role);
  return row(role, [
    head(name),
    who,
    ...[ip, network, place, browser, device].map(cell),
    number(String(events)),
    cell(moment(first)),
    cell(moment(last)),
  ]);
}

function timelineRow(one: TimelineRow): string {
  if (one.kind === "takeover")
    return row("takeover", [cell(clock(one.time)), cell(""), cell("▼"), cell("the session changes hands")]);
  const { time, context, role, impact, times } = one;
  const letter = context === "token" ? "T" : context;
  const why = impact === "" ? "" : ` <strong>${escape(impact)}</strong>`;
  const what = `<td>${escape(one.what)}${times === 1 ? "" : ` (${times} times)`}${why}</td>`;
  const lanes =
    role === "intruder" ? [cell(""), `<td><strong>${escape(letter)}</strong></td>`] : [cell(letter), cell("")];
  return row(role, [cell(clock(time)), ...lanes, what]);
}

function findingRow({ severity, confidence, summary, first, last, id }: Finding): string {
  const badge = `<td><span class="badge ${severity}">${severity}</span></td>`;
  return row("", [
    badge,
    number(confidence.toFixed(2)),
    cell(summary),
    cell(moment(first)),
    cell(moment(last)),
    `<td><code>${escape(id)}</code></td>`,
  ]);
}

function table(headings: readonly string[], rows: readonly string[]): string {
  const top =
    headings.length === 0
      ? ""
      : `<thead><tr>${headings.map((one) => `<th>${escape(one)}</th>`).join("")}</tr></thead>\n`;
  return `<table>\n${top}<tbody>\n${rows.join("\n")}\n</tbody>\n</table>`;
}

function row(kind: string, cells: readonly string[]): string {
  return `<tr${kind === "" ? "" : ` class="${kind}"`}>${cells.join("")}</tr>`;
}

function cell(text: string): string {
  return `<td>${escape(text)}</td>`;
}

function head(text: string): string {
  return `<th>${escape(text)}</th>`;
}

function number(text: string): string {
  return `<td class="n">${escape(text)}</td>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return safeText(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
