import type { Evidence, Finding, StoryContext } from "@nightlatch/core";
import type { Block, TimelineDay, TimelineRow } from "./page.ts";
import { clock, moment, span } from "./moment.ts";
import type { Paint } from "./paint.ts";
import { safeText } from "./safe-text.ts";
import type { ScanReport } from "./scan-report.ts";
import { pad, wrap } from "./wrap.ts";
import { writePage } from "./write-page.ts";

/** How a report is written for a terminal. */
export interface TextOptions {
  readonly paint: Paint;
  /** Columns. */
  readonly width: number;
}

/** The report for a terminal. */
export function toText(report: ScanReport, options: TextOptions): string {
  return textPage(writePage(report, { inFull: 1 }), options);
}

/** Blocks as such a text. */
export function textPage(blocks: readonly Block[], options: TextOptions): string {
  const writer = new TextWriter(options);
  for (const block of blocks) writer.block(block);
  return writer.text();
}

const INDENT = "  ";
/** Who did a step is told by its column as well as by letter and colour. */
const LANES: Readonly<Record<StoryContext["role"], string>> = { victim: "", unclear: "", intruder: "      " };

class TextWriter {
  readonly #paint: Paint;
  readonly #width: number;
  readonly #lines: string[] = [];
  #before: Block["kind"] | undefined;

  constructor({ paint, width }: TextOptions) {
    this.#paint = paint;
    this.#width = Math.max(60, Math.min(width, 120));
  }

  text(): string {
    return `${this.#lines.join("\n").trim()}\n`;
  }

  block(block: Block): void {
    this.#write(block);
    this.#before = block.kind;
  }

  #write(block: Block): void {
    switch (block.kind) {
      case "title": {
        const severity = block.severity === undefined ? "" : `  ${this.#paint("severe", block.severity)}`;
        this.#lines.push(`${this.#paint("loud", safeText(block.text).toUpperCase())}${severity}`, "");
        return;
      }
      case "heading":
        this.#lines.push("", this.#paint("loud", safeText(block.text)));
        return;
      case "text":
        this.#hang("", block.text);
        return;
      case "facts":
        if (this.#before === "text") this.#lines.push("");
        for (const [label, value] of block.rows) this.#hang(pad(label, 10), value, "faint");
        return;
      case "contexts":
        for (const context of block.contexts) this.#context(context);
        return;
      case "timeline":
        for (const day of block.days) this.#day(day);
        return;
      case "evidence":
        for (const row of block.rows) this.#evidence(row);
        return;
      case "list":
        for (const [n, item] of block.items.entries()) this.#hang(block.ordered ? `${n + 1}. ` : "- ", item);
        return;
      case "table":
        for (const [first = "", ...others] of block.rows) {
          this.#hang("", first);
          for (const cell of others) if (cell !== "") this.#hang("    ", cell);
        }
        return;
      case "counts":
        for (const [count, what] of block.rows) this.#hang(`${String(count).padStart(6)}  `, what);
        return;
      case "findings":
        for (const finding of block.rows) this.#finding(finding);
    }
  }

  /** Text behind a mark, its further lines below its first. */
  #hang(mark: string, text: string, tone?: "faint" | "victim" | "intruder"): void {
    const lines = wrap(safeText(text), this.#width - INDENT.length - mark.length);
    for (const [n, line] of lines.entries()) {
      const head = n > 0 ? " ".repeat(mark.length) : tone === undefined ? mark : this.#paint(tone, mark);
      this.#lines.push(`${INDENT}${head}${line}`.trimEnd());
    }
  }

  #context(context: StoryContext): void {
    const { name, role, ip, network, place, browser, device, first, last, events } = context;
    const tone = role === "intruder" ? "intruder" : "victim";
    const mark = pad(`${name}  ${role === "intruder" ? "INTRUDER" : role}`, 13);
    this.#hang(mark, [ip, network, place].join(" · "), tone);
    this.#hang(" ".repeat(13), `${browser} · ${device}`);
    this.#hang(" ".repeat(13), `${events} event${events === 1 ? "" : "s"}, ${span(first, last)}`);
  }

  #day({ day, rows }: TimelineDay): void {
    this.#lines.push(`${INDENT}${this.#paint("faint", day)}`);
    for (const row of rows) this.#row(row);
  }

  #row(row: TimelineRow): void {
    if (row.kind === "takeover") {
      const words = ` ${clock(row.time)}  the session changes hands `;
      this.#lines.push(
        `${INDENT}${this.#paint("intruder", `──${words}${"─".repeat(Math.max(2, 50 - words.length))}`)}`,
      );
      return;
    }
    const { role, times } = row;
    const tone = role === "intruder" ? "intruder" : "victim";
    const lane = LANES[role];
    const letter = row.context === "token" ? "T" : row.context;
    const mark = `${clock(row.time)}  ${lane}${letter} ${role === "intruder" ? "▌" : "│"} `;
    const impact = row.impact === "" ? "" : `  ! ${row.impact}`;
    this.#hang(mark, `${row.what}${times === 1 ? "" : ` (${times} times)`}${impact}`, tone);
  }

  #evidence({ weight, why, time, uid, also }: Evidence): void {
    const sign = weight > 0 ? "+" : weight < 0 ? "−" : " ";
    const number = weight === 0 ? "    " : Math.abs(weight).toFixed(2);
    const more = also === undefined || also.length === 0 ? "" : ` and ${also.length} more`;
    this.#hang(`${sign}${number}  `, why, weight > 0 ? "intruder" : weight < 0 ? "victim" : undefined);
    this.#hang("       ", `${moment(time)}  ${uid}${more}`);
  }

  #finding(finding: Finding): void {
    const { severity, confidence, summary, id, rule, first, last } = finding;
    this.#hang(pad(severity, 14), summary);
    const title = summary.startsWith(rule.title) ? "" : `${rule.title} · `;
    const what = `${title}${span(first, last)} · confidence ${confidence.toFixed(2)} · ${id}`;
    this.#hang(" ".repeat(14), what);
  }
}
