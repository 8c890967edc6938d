import assert from "node:assert/strict";
import { completeFind, parseFind, printFind, showFindProblem } from "@nightlatch/core";
import { hostile } from "../hostile.ts";
import type { Target } from "../target.ts";

const WORDS = [
  ...'=~<>!(),*?\\" \n'.split(""),
  "user",
  "type=",
  "ip=192.0.2.0/24",
  "asn>=",
  "a.b",
  "record.",
  "target[].x",
  "since=7d",
  "until=2026-01-05",
  " and ",
  " or ",
  "not ",
  "__proto__=",
  "\u0000",
  "😀",
];
const SAMPLES = ['user=jo@example.com since=7d (type=user.session.* or not ip=192.0.2.0/24) "a b"'].map((text) =>
  Buffer.from(text),
);

/** Any text is a query that can be printed and read again, or is refused with a place inside it; and can be completed. */
export const findQuery: Target = {
  name: "find-query",
  input: hostile(WORDS, SAMPLES),
  check: (bytes) => {
    const text = Buffer.from(bytes).toString();
    for (const cursor of [0, text.length >> 1, text.length]) {
      const { from } = completeFind(text, cursor);
      assert.ok(from >= 0 && from <= cursor, `${from} is not before ${cursor}`);
    }
    const parsed = parseFind(text);
    if ("query" in parsed) {
      assert.deepEqual(parseFind(printFind(parsed.query)), parsed);
      return;
    }
    const { at, length } = parsed.problem;
    assert.ok(at >= 0 && length >= 0 && at + length <= text.length, `${at} and ${length} are not in the text`);
    assert.ok(showFindProblem(text, parsed.problem).endsWith("^"));
  },
};
