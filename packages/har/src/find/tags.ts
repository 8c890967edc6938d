import { binary } from "../encoding/binary.ts";
import { indexIn } from "../encoding/index-in.ts";
import { isSecretUnder, type NameVerdict } from "../secret/names.ts";
import { isRandom } from "../secret/random.ts";
import { cachedVerdict } from "../secret/verdicts.ts";
import { canonical } from "./canonical.ts";
import type { Context, Judge, Span } from "./judge.ts";
import { foundNamed } from "./named.ts";
import type { View } from "./view.ts";

const TAG = 0x3c;
/** First two letters of the elements that are read, five bits each. */
const TAGS = new Uint8Array(1024);
for (const name of "input meta param option button attribute textarea add property entry string setting".split(" "))
  TAGS[((name.charCodeAt(0) & 0x1f) << 5) | (name.charCodeAt(1) & 0x1f)] = 1;
const NAMES =
  /\b(?:name|id|property|data-name|autocomplete|key)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))|\btype\s*=\s*["']?(password)\b/gi;
const VALUES = /\b(?:value|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi;
/** Elements whose text is a value under a name. */
const HOLDERS = /^<(?:textarea|entry|string|property|setting)\b/i;
const LONGEST = 500_000;
const LONGEST_TEXT = 20_000;

/** Tags that hold a value under a name: hidden fields of forms, meta elements, parameters; in either order. */
export function readTags(judge: Judge, view: View, { start, end }: Span, context: Context): void {
  const { bytes } = view;
  for (let at = indexIn(bytes, TAG, { start, end }); at < end; at = indexIn(bytes, TAG, { start: at + 1, end })) {
    if (TAGS[(((bytes[at + 1] ?? 0) & 0x1f) << 5) | ((bytes[at + 2] ?? 0) & 0x1f)] === 0) continue;
    const stop = indexIn(bytes, 0x3e, { start: at, end });
    if (stop - at > LONGEST) continue;
    const tag = binary(bytes, at, stop);
    const told = [...tag.matchAll(NAMES)]
      .map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? "")
      .map((name) => ({ name, verdict: cachedVerdict(name) }))
      .find((one) => one.verdict !== undefined);
    if (told?.verdict === undefined) continue;
    const here = { ...context, name: told.name };
    for (const match of tag.matchAll(VALUES)) {
      const text = match[1] ?? match[2] ?? match[3] ?? "";
      const from = at + match.index + match[0].length - text.length - (match[3] === undefined ? 1 : 0);
      if (isSecretUnder(told.verdict, canonical(text)))
        foundNamed(judge, view, { start: from, end: from + text.length }, here, told.verdict.secret);
    }
    if (HOLDERS.test(tag) && bytes[stop - 1] !== 0x2f)
      textOf(
        judge,
        view,
        { start: stop + 1, end: Math.min(end, stop + LONGEST_TEXT) },
        { context: here, verdict: told.verdict },
      );
  }
}

/** `<textarea name="token">…</textarea>`, `<string name="password">…</string>` */
function textOf(
  judge: Judge,
  view: View,
  { start, end }: Span,
  { context, verdict }: { readonly context: Context; readonly verdict: NameVerdict },
): void {
  const { bytes } = view;
  let stop = indexIn(bytes, TAG, { start, end });
  if (stop >= end) return;
  let from = start;
  while (from < stop && (bytes[from] ?? 0) <= 0x20) from++;
  while (stop > from && (bytes[stop - 1] ?? 0) <= 0x20) stop--;
  const text = canonical(binary(bytes, from, stop));
  // Resources of programs hold what is said to people: <string name="password">Enter your password</string>.
  const isSaid = /^[A-Z][a-z]+(?: [a-z]+)*[.:…]?$/.test(text) && !isRandom(text, 12);
  if (!isSaid && isSecretUnder(verdict, text))
    foundNamed(judge, view, { start: from, end: stop }, context, verdict.secret);
}
