import { brotliDecompressSync } from "node:zlib";
import type { Bounds } from "../capture/cutter.ts";
import { type Profile, scrub, type Scrubbed, type Unpack } from "../index.ts";

export const KEY: Uint8Array = new Uint8Array(32).fill(7);

/** How a scrub ended, and what was written. */
export interface Ran {
  readonly scrubbed: Scrubbed;
  readonly out: string;
}

/** Scrubs a text in memory. */
export async function run(
  text: string | Uint8Array,
  options: {
    readonly profile?: Profile;
    readonly key?: Uint8Array;
    readonly chunk?: number;
    readonly bounds?: Bounds;
  } = {},
): Promise<Ran> {
  const bytes = Buffer.from(text as string);
  const { chunk = 1 << 16, key = KEY, ...rest } = options;
  const parts: Buffer[] = [];
  function* open(): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const scrubbed = await scrub(open, (part) => void parts.push(Buffer.from(part)), {
    key,
    unpack,
    ...rest,
  });
  return { scrubbed, out: Buffer.concat(parts).toString() };
}

const unpack: Unpack = (encoding, packed, most) => {
  try {
    return encoding === "br" ? brotliDecompressSync(packed, { maxOutputLength: most }) : undefined;
  } catch {
    return undefined;
  }
};

/** A capture with these entries. */
export function harOf(entries: readonly unknown[], more: object = {}): string {
  return JSON.stringify({
    log: { version: "1.2", creator: { name: "Browser", version: "1" }, pages: [], entries, ...more },
  });
}

/** An entry whose answer has this body. */
export function answered(text: string, mimeType = "application/json", more: object = {}): object {
  return {
    startedDateTime: "2023-10-02T14:00:00.000Z",
    time: 3,
    request: {
      method: "GET",
      url: "https://app.example/x",
      httpVersion: "h2",
      headers: [],
      cookies: [],
      queryString: [],
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status: 200,
      statusText: "OK",
      httpVersion: "h2",
      headers: [],
      cookies: [],
      content: { size: text.length, mimeType, text, ...more },
      redirectURL: "",
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: 1, receive: 2 },
  };
}

/** An entry that asked for this URL, with these headers. */
export function asked(url: string, headers: readonly { readonly name: string; readonly value: string }[] = []): object {
  const entry = answered("", "text/plain") as { readonly request: object };
  return { ...entry, request: { ...entry.request, url, headers } };
}
