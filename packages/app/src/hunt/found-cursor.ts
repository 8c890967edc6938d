import type { FoundPlace } from "./find.ts";

/** Where the next page of found events begins, and the moment that its question counts from. */
export interface FoundCursor {
  readonly now: number;
  readonly place: FoundPlace;
}

/** A cursor as text: opaque to whoever carries it, and nothing secret. */
export function writeFoundCursor({ now, place: { time, uid, tenant, source } }: FoundCursor): string {
  return Buffer.from(JSON.stringify([now, time, uid, tenant, source])).toString("base64url");
}

/** The cursor that a text is; `undefined` when it is none. */
export function readFoundCursor(text: string): FoundCursor | undefined {
  const [now, time, uid, tenant, source, ...more] = parsed(text);
  if (!isTime(now) || !isTime(time) || more.length > 0) return undefined;
  if (typeof uid !== "string" || typeof tenant !== "string" || typeof source !== "string") return undefined;
  return { now, place: { time, uid, tenant, source } };
}

/** What a Date can be, and the table's times. */
const LATEST = Date.UTC(2200, 0, 1);

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= LATEST;
}

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
