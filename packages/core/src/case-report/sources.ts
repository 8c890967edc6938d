import type { FactSource, Written } from "../case/index.ts";
import { momentText } from "./moment-text.ts";

/** An entry of the journal as a source. */
export function inJournal({ seq, at, who }: Written): string {
  return `journal ${seq}, ${who}, ${momentText(at)}`;
}

/** What a fact rests on. */
export function sourceOf(source: FactSource, written: Written): { events: readonly string[]; source: string } {
  if ("events" in source && source.events.length > 0) return { events: source.events, source: "" };
  if ("file" in source) return { events: [], source: `file ${source.file}, SHA-256 ${source.sha256}` };
  if ("person" in source) return { events: [], source: `${source.person}, entered by ${written.who}` };
  return { events: [], source: inJournal(written) };
}
