import { readEnd } from "./end.ts";
import type { Gather } from "./gather.ts";
import { recognise } from "./indicator.ts";

const VALUE =
  /^(?:value|indicator|indicator[_ ]value|ioc|ioc[_ ]value|ip|ip[_ -]?addr(?:ess)?|address|src[_ ]?ip|cidr|network|domain|host(?:name)?|fqdn|user[_ -]?agent|observable)$/i;
const END = /^(?:expires?|expiry|expiration(?:[_ ]date)?|valid[_ ](?:until|to)|until|end)$/i;
const NOTE = /^(?:description|comments?|notes?|name|title|tags?|threat|malware|type)$/i;

/** A row of a table, with the line on which it begins. */
interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table: its header names columns of values, of ends and of notes; without one, the first cell that says something. */
export function readCsv(text: string, gather: Gather): void {
  const rows = rowsOf(text, delimiterOf(text));
  const [first] = rows;
  if (first === undefined) return;
  const header = first.cells.map((cell) => cell.trim());
  const values = header.flatMap((name, n) => (VALUE.test(name) ? [n] : []));
  if (values.length === 0) {
    for (const { line, cells } of rows) {
      const at = cells.findIndex((cell) => recognise(cell) !== undefined);
      const note = cells.filter((_, n) => n !== at).join(" ");
      gather.value(cells[Math.max(at, 0)] ?? "", line, { note });
    }
    return;
  }
  const end = header.findIndex((name) => END.test(name));
  const notes = header.flatMap((name, n) => (NOTE.test(name) && !values.includes(n) ? [n] : []));
  for (const { line, cells } of rows.slice(1)) {
    const said = (cells[end] ?? "").trim();
    const until = said === "" ? Number.POSITIVE_INFINITY : readEnd(said);
    if (until === undefined) {
      gather.problem(
        line,
        `"${said.slice(0, 40)}" is no date on which an indicator expires; a date such as 2027-06-30 is wanted`,
      );
      continue;
    }
    const note = notes
      .map((n) => cells[n] ?? "")
      .filter((one) => one.trim() !== "")
      .join(" · ");
    for (const n of values) {
      const value = (cells[n] ?? "").trim();
      if (value !== "") gather.value(value, line, { note, until });
    }
  }
}

/** Whether a text is a table: its first line that says something is a header, or has a value and more. */
export function looksLikeCsv(text: string): boolean {
  const line = text.split(/\r\n|\r|\n/, 50).find((one) => one.trim() !== "" && !one.startsWith("#")) ?? "";
  const [row] = rowsOf(line, delimiterOf(line));
  const cells = row?.cells ?? [];
  if (cells.some((cell) => VALUE.test(cell.trim()))) return true;
  return cells.length > 1 && recognise(line) === undefined && cells.some((cell) => recognise(cell) !== undefined);
}

function delimiterOf(text: string): string {
  const line = text.split(/\r\n|\r|\n/, 50).find((one) => one.trim() !== "" && !one.startsWith("#")) ?? "";
  const count = (mark: string): number => line.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ",");
}

/** Rows as RFC 4180 has them; lines that begin with `#` are left out. */
function rowsOf(text: string, delimiter: string): readonly Row[] {
  const rows: Row[] = [];
  let line = 1;
  let start = 1;
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = (): void => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== "") && !cells[0]?.startsWith("#")) rows.push({ line: start, cells });
    cells = [];
    cell = "";
    start = line;
  };
  for (let n = 0; n < text.length; n++) {
    const character = text.charAt(n);
    if (character === "\n") line++;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(n + 1) === '"') {
        cell += '"';
        n++;
      } else quoted = false;
    } else if (character === '"' && cell.trim() === "") {
      quoted = true;
      cell = "";
    } else if (character === delimiter) {
      cells.push(cell);
      cell = "";
    } else if (character === "\n") endRow();
    else if (character !== "\r") cell += character;
  }
  endRow();
  return rows;
}
