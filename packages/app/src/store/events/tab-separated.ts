import { COLUMNS, type Written } from "./columns.ts";

/** Rows in ClickHouse's TabSeparated format (documentation, "TabSeparated: data formatting"): small, and exact for any text. */
export function tabSeparated(events: readonly Written[]): string {
  const lines: string[] = [];
  for (const event of events) {
    const cells: string[] = [];
    for (const { value } of COLUMNS) {
      const given = value(event);
      cells.push(
        typeof given === "string"
          ? escaped(given)
          : typeof given === "number"
            ? String(given)
            : `[${given.map((one) => `'${escaped(one).replaceAll("'", "\\'")}'`).join(",")}]`,
      );
    }
    lines.push(`${cells.join("\t")}\n`);
  }
  return lines.join("");
}

const SPECIAL = /[\\\t\n\r\0\b\f]/;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "\\0",
  "\b": "\\b",
  "\f": "\\f",
};

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r\0\b\f]/g, (char) => ESCAPES[char] ?? char) : text;
}
