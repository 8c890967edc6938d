import assert from "node:assert/strict";
import { createFastReader, isProblem, oktaDetail, readOkta } from "@nightlatch/core";
import { readJavaMap } from "../../packages/core/src/normalise/okta/java-map.ts";
import { record } from "../../packages/core/src/normalise/okta/record.fixture.ts";
import { hostile } from "../hostile.ts";
import type { Target } from "../target.ts";

const ORIGIN = { tenant: "acme", at: { file: "log", line: 1, offset: 0, length: 0 } };
const WORDS = [
  ...'{}[]",:\\ \n'.split(""),
  '{"',
  '"uuid":"1"',
  '"published":"2023-10-18T10:00:00Z"',
  '"eventType":"a"',
  '"__proto__":',
  '"target":[',
  '"\\u0000',
  "null",
  "1e999",
  "-0",
];
const reader = createFastReader((bytes, start, end) => Buffer.from(bytes.subarray(start, end)).toString("utf8"));

/** The fast reader agrees with the plain one, or leaves the record to it; neither throws. */
export const okta: Target = {
  name: "okta",
  input: hostile(WORDS, [Buffer.from(JSON.stringify(record()))]),
  check: (bytes) => {
    const fast = reader.read(bytes, { start: 0, end: bytes.length }, ORIGIN);
    let value: unknown;
    try {
      value = JSON.parse(Buffer.from(bytes).toString()) as unknown;
    } catch {
      assert.equal(fast, undefined, "The fast reader took what is no JSON");
      return;
    }
    const plain = readOkta(value, ORIGIN);
    oktaDetail(value);
    if (fast !== undefined) assert.deepEqual(fast, plain);
    if (isProblem(plain)) assert.equal(fast, undefined);
  },
};

/** The text of a Java map: any text gives a map, in linear time. */
export const javaMap: Target = {
  name: "java-map",
  input: hostile(
    [..."{}=, ".split(""), "level", "HIGH", "reasons", "__proto__", "\n"],
    [Buffer.from("{reasons=Anomalous Device, New, level=HIGH}")],
  ),
  check: (bytes) => {
    for (const [key, value] of readJavaMap(Buffer.from(bytes).toString())) {
      assert.equal(typeof key, "string");
      assert.equal(typeof value, "string");
    }
  },
};
