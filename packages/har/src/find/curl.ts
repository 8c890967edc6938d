import { binary } from "../encoding/binary.ts";
import type { Word } from "./assigned.ts";
import type { Context, Judge } from "./judge.ts";
import { foundNamed } from "./named.ts";
import type { View } from "./view.ts";

/** A command is not longer than this, or is read only so far. */
const LONGEST = 16_384;
const USER = /\s(?:-u|-U|--user|--proxy-user)[= ]?\s*(["']?)([^\s:"']+):([^"'\r\n]+?)(?:\1(?=\s|$)|["'\r\n])/g;
const COOKIES = /\s(?:-b|--cookie)[= ]?\s*(?:\$?"([^"]*)"|\$?'([^']*)'|([^\s"']+=\S+))/g;

/**
 * `curl -u user:password -b 'cookies'`: what stands in no header. Headers and bodies of the command are read as any
 * text is.
 */
export function curlCommand(judge: Judge, view: View, word: Word, context: Context): void {
  if (word.end - word.start !== 4 || binary(view.bytes, word.start, word.end).toLowerCase() !== "curl") return;
  const text = binary(view.bytes, word.end, Math.min(word.limit, word.end + LONGEST));
  for (const match of text.matchAll(USER)) {
    const [, quote = "", user = "", password = ""] = match;
    const colon = word.end + match.index + match[0].indexOf(`${quote}${user}:`) + quote.length + user.length;
    foundNamed(
      judge,
      view,
      { start: colon + 1, end: colon + 1 + password.length },
      { ...context, name: "user" },
      "password",
    );
    judge.found(view, { start: colon - user.length, end: colon }, "login", { ...context, name: "user" });
  }
  for (const match of text.matchAll(COOKIES)) {
    const cookies = match[1] ?? match[2] ?? match[3] ?? "";
    const start = word.end + match.index + match[0].lastIndexOf(cookies);
    judge.read.cookies(judge, view, { start, end: start + cookies.length }, { ...context, name: "cookie" });
  }
}
