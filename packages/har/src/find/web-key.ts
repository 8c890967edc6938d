import { binary } from "../encoding/binary.ts";
import type { Word } from "./assigned.ts";
import type { Context, Judge } from "./judge.ts";
import { foundNamed } from "./named.ts";
import type { View } from "./view.ts";

/** A key is not longer than this on either side of its `kty`: one of 8192 bits has primes of 700 letters. */
const LONGEST = 8192;
const PRIVATE = /(?<![\w$])\\*["']?(?:d|p|q|dp|dq|qi|k)\\*["']?\s*:\s*(\\*)(["'])([\w+/=.-]+?)\1\2/g;

/** Private members of a JSON Web Key that is written in a script (RFC 7518 section 6): `{kty:"oct",k:"…"}`. */
export function webKey(judge: Judge, view: View, word: Word, context: Context): void {
  const { bytes } = view;
  if (word.end - word.start !== 3 || binary(bytes, word.start, word.end) !== "kty") return;
  let from = word.start;
  while (from > 0 && word.start - from < LONGEST && bytes[from] !== 0x7b) from--;
  let to = word.end;
  while (to < word.limit && to - word.end < LONGEST && bytes[to] !== 0x7d) to++;
  const text = binary(bytes, from, to);
  for (const match of text.matchAll(PRIVATE)) {
    const value = match[3] ?? "";
    const end = from + match.index + match[0].length - (match[1] ?? "").length - 1;
    foundNamed(judge, view, { start: end - value.length, end }, { ...context, name: "k" }, "private-key");
  }
}
