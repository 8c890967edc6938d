import assert from "node:assert/strict";
import fc from "fast-check";
import { recordsOf } from "../scratch.ts";
import type { Target } from "../target.ts";

const NOT_WRAPPING =
  /^(detail|event|_source|result|_raw|raw|body|data|events|hits|records|results|logs|items|value|message)$/i;
const member = fc.string({ unit: "binary", maxLength: 4 }).filter((name) => !NOT_WRAPPING.test(name));

/** Lists of objects are cut where JSON.parse would cut them. */
export const jsonSpans: Target = {
  name: "json-spans",
  input: fc
    .tuple(fc.array(fc.dictionary(member, fc.jsonValue({ maxDepth: 5 })), { maxLength: 4 }), fc.nat({ max: 2 }))
    .map(([values, indent]) => Buffer.from(JSON.stringify(values, null, indent))),
  check: async (bytes) => {
    const wanted = (JSON.parse(Buffer.from(bytes).toString()) as object[]).map((value) => JSON.stringify(value));
    if (bytes.length > 1900) return;
    const { records, rejected } = await recordsOf(bytes, 13);
    const found = records.map((text) => JSON.stringify(JSON.parse(Buffer.from(text, "latin1").toString())));
    assert.deepEqual(found.sort(), wanted.sort());
    assert.equal(rejected, 0);
  },
};
