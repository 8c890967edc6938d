import { binary, readable } from "../encoding/binary.ts";
import { OBJECT, STRING, type Tape } from "../json/tape.ts";

/** What an entry tells of when and where it happened, and of the browser that made it. */
export interface EntryFacts {
  readonly host: string;
  readonly path: string;
  /** RFC 3339 as the capture has it; "" when it has none. */
  readonly startedDateTime: string;
  /** Headers of the request that describe the browser and its network, by name in small letters. */
  readonly browser: ReadonlyMap<string, string>;
}

const BROWSER =
  /^(?:user-agent|accept-language|sec-ch-ua(?:-[a-z-]+)?|x-forwarded-for|x-real-ip|cf-connecting-ip|true-client-ip|x-client-ip)$/;

/** Reads the facts of an entry (HAR 1.2: entries, request). */
export function entryFacts(bytes: Uint8Array, tape: Tape): EntryFacts {
  const request = member(bytes, tape, 0, "request");
  const url = request < 0 ? "" : text(bytes, tape, member(bytes, tape, request, "url"));
  const [, host = "", path = ""] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  const headers = request < 0 ? -1 : member(bytes, tape, request, "headers");
  return {
    host: host.toLowerCase(),
    path,
    startedDateTime: text(bytes, tape, member(bytes, tape, 0, "startedDateTime")),
    browser: headers < 0 ? new Map() : browserOf(bytes, tape, headers),
  };
}

function browserOf(bytes: Uint8Array, tape: Tape, headers: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const end = tape.next[headers] ?? 0;
  for (let pair = headers + 1; pair < end; pair = tape.next[pair] ?? end) {
    if (tape.kinds[pair] !== OBJECT) continue;
    const name = text(bytes, tape, member(bytes, tape, pair, "name")).toLowerCase();
    if (BROWSER.test(name)) found.set(name, text(bytes, tape, member(bytes, tape, pair, "value")));
  }
  return found;
}

/** The value of a member of an object; -1 when it has none. */
function member(bytes: Uint8Array, tape: Tape, object: number, name: string): number {
  if (tape.kinds[object] !== OBJECT) return -1;
  const end = tape.next[object] ?? 0;
  for (let key = object + 1; key < end; key = tape.next[key + 1] ?? end) {
    const [from = 0, to = 0] = [tape.from[key], tape.to[key]];
    if (to - from === name.length && binary(bytes, from, to) === name) return key + 1;
  }
  return -1;
}

function text(bytes: Uint8Array, tape: Tape, node: number): string {
  if (node < 0 || (tape.kinds[node] ?? OBJECT) < STRING) return "";
  const raw = binary(bytes, tape.from[node], Math.min(tape.to[node] ?? 0, (tape.from[node] ?? 0) + 4096));
  try {
    return readable(String(JSON.parse(`"${raw}"`)));
  } catch {
    return readable(raw);
  }
}
