import { binary } from "../encoding/binary.ts";
import type { Context, Judge, Reader, Span } from "./judge.ts";
import type { View } from "./view.ts";

const AT = 1;
const EQUALS = 2;
const AMPERSAND = 4;
const PERCENT = 8;
const COLON = 16;
const SPACE = 32;
const BITS = new Uint8Array(256);
for (const [char, bit] of [
  ["@", AT],
  ["=", EQUALS],
  ["&", AMPERSAND],
  ["%", PERCENT],
  [":", COLON],
  [" ", SPACE],
  ["\n", SPACE],
] as const)
  BITS[char.charCodeAt(0)] = bit;

/** Shorter values hold neither a token nor an address. */
const SHORT = 16;

/** One value of any sort: JSON, a URL, a form, percent-encoded text, or plain text. */
export const readValue: Reader = (judge, view, { start, end }, context) => {
  const { bytes } = view;
  const length = end - start;
  if (length < 6) return;
  const first = bytes[start] ?? 0;
  if (first === 0x7b || first === 0x5b || first === 0x3c || first <= 0x20) {
    judge.read.body(judge, view, { start, end }, context);
    return;
  }
  let seen = 0;
  const look = Math.min(end, start + 4096);
  for (let at = start; at < look; at++) seen |= BITS[bytes[at] ?? 0] ?? 0;
  if (length < SHORT && (seen & ~SPACE) === 0) return;
  // A URL undoes its own escapes, part by part: undone before, an escaped `#` would end it.
  if ((seen & SPACE) === 0 && (first === 0x2f || first === 0x3f || first === 0x23) && (seen & EQUALS) !== 0) {
    judge.read.url(judge, view, { start, end }, context);
    return;
  }
  if (
    (seen & PERCENT) !== 0 &&
    /%[0-9a-f]{2}/i.test(binary(bytes, start, look)) &&
    (seen & (SPACE | AMPERSAND)) === 0 &&
    !isUrl(bytes, { start, end }) &&
    // Nor where a URL stands in it, as in `0;url=https://…` of the header Refresh: it undoes its own.
    !((seen & COLON) !== 0 && binary(bytes, start, look).includes("://"))
  ) {
    judge.unescaped(view, { start, end }, { wrap: "percent", context }, (inner, span) =>
      readValue(judge, inner, span, { ...context, inUrl: false }),
    );
    return;
  }
  if ((seen & (COLON | PERCENT)) !== 0 && isUrl(bytes, { start, end }))
    judge.read.url(judge, view, { start, end }, context);
  else if ((seen & EQUALS) !== 0 && (seen & (SPACE | COLON)) === 0 && isForm(bytes, { start, end }))
    judge.read.form(judge, view, { start, end }, context);
  else plain(judge, view, { start, end }, { context, isWords: (seen & SPACE) !== 0 && OPENS[first] === 0 });
};

/** First bytes after which a text may be more than words: multipart, guarded JSON. */
const OPENS = new Uint8Array(256);
for (const char of "-)]}wf/de") OPENS[char.charCodeAt(0)] = 1;

function plain(
  judge: Judge,
  view: View,
  span: Span,
  { context, isWords }: { readonly context: Context; readonly isWords: boolean },
): void {
  if (!isWords && (span.end - span.start >= 64 || context.kind === "code")) judge.read.body(judge, view, span, context);
  else judge.read.text(judge, view, span, context);
}

/** Whether the whole stretch is one URL. */
function isUrl(bytes: Uint8Array, { start, end }: Span): boolean {
  const head = binary(bytes, start, Math.min(end, start + 16));
  if (!/^(?:[a-z][a-z0-9+.-]{1,12}:\/\/|\/\/\w)/i.test(head)) return false;
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) <= 0x20) return false;
  return true;
}

/** Whether the stretch reads as `name=value`, with or without more of them. */
export function isForm(bytes: Uint8Array, { start, end }: Span): boolean {
  const head = binary(bytes, start, Math.min(end, start + 300));
  return /^[\w.[\]%*+$-]{1,200}=(?!=)[^\s<{]*$/.test(head) && !/^[\w+/-]*={1,2}$/.test(head);
}
