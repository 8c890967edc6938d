import { Refusal } from "./refusal.ts";

/** A place in a list as a cursor: opaque to whoever carries it, and nothing secret. */
export function writeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** The place that a cursor says, in the form of a pattern of types. Throws a Refusal NL-API-CURSOR. */
export function readCursor<Form extends readonly ("text" | "number")[]>(
  cursor: string,
  form: readonly [...Form],
): { -readonly [N in keyof Form]: Form[N] extends "text" ? string : number } {
  const place = parsed(cursor);
  const fits =
    place.length === form.length &&
    form.every((kind, n) => (kind === "text" ? typeof place[n] === "string" : Number.isSafeInteger(place[n])));
  if (!fits) throw new Refusal("NL-API-CURSOR", "The cursor is none; give `next` of the page before, unchanged");
  return place as { -readonly [N in keyof Form]: Form[N] extends "text" ? string : number };
}

function parsed(cursor: string): readonly unknown[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(place) ? place : [];
  } catch {
    return [];
  }
}
