import type { Gather } from "./gather.ts";

/** A list: one value a line; `#` begins a comment that is the value's note. */
export function readList(text: string, gather: Gather): void {
  for (const [n, line] of text.split(/\r\n|\r|\n/).entries()) {
    const cut = /(?:^|\s)#/.exec(line)?.index ?? line.length;
    const value = line.slice(0, cut).trim();
    if (value !== "") gather.value(value, n + 1, { note: line.slice(cut).replace(/^\s*#+\s*/, "") });
  }
}
