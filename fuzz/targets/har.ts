import assert from "node:assert/strict";
import { Inspector, scrub, type Scrubbed } from "@nightlatch/har";
import { hostile } from "../hostile.ts";
import type { Target } from "../target.ts";

const KEY = new Uint8Array(32).fill(7);
/** Small bounds, so that they are met. */
const BOUNDS = { string: 4096, unit: 16_384 };
const SID = "102kQz81LmWb0xTqVy3RnEs5u";
const ENTRY = {
  startedDateTime: "2023-10-18T12:00:00.000Z",
  time: 1,
  request: {
    method: "POST",
    url: `https://jo:pw1@example.okta.com/a?next=%2Fb%3Ftoken%3D${SID}#id_token=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln`,
    headers: [{ name: "Cookie", value: `sid=${SID}; a=b` }],
    cookies: [],
    queryString: [],
    postData: { mimeType: "application/json", text: '{"password":"a\\"b\\\\c","n":"eyJwIjoxfQ=="}' },
  },
  response: { status: 200, headers: [], cookies: [], content: { size: 1, mimeType: "text/html", text: "<a b='c'>" } },
};
const CAPTURES = [null, 1].map((space) =>
  Buffer.from(JSON.stringify({ log: { version: "1.2", pages: [], entries: [ENTRY, ENTRY] } }, null, space ?? 0)),
);
const WORDS = [
  ...'{}[]",:\\%=&;#/?@ \n\r\t\0'.split(""),
  '{"log":{"entries":[',
  '{"request":{"url":"',
  '"headers":[{"name":"Cookie","value":"',
  '"text":"',
  '"encoding":"base64"',
  "\\u0000",
  "\\ud800",
  "%25",
  "\ufeff",
  '"__proto__":',
  "1e999",
  SID,
  "password=",
  "Bearer ",
  "eyJ",
  "H4sIAAAA",
  "]}}",
];

/** Scrubs, given in pieces. */
async function scrubbed(
  bytes: Uint8Array,
  piece: number,
): Promise<{ readonly result: Scrubbed; readonly out: Buffer }> {
  const out: Uint8Array[] = [];
  const open = function* (): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  };
  const result = await scrub(open, (part) => void out.push(part.slice()), { key: KEY, bounds: BOUNDS });
  return { result, out: Buffer.concat(out) };
}

/** A capture is scrubbed into JSON that scrubbing leaves alone, or refused with a code; pieces change nothing. */
export const har: Target = {
  name: "har",
  input: hostile(WORDS, CAPTURES),
  check: async (bytes) => {
    const { result, out } = await scrubbed(bytes, 1 << 20);
    const pieces = await scrubbed(bytes, 7);
    assert.deepEqual(pieces.result, result);
    if (result.ok) {
      assert.deepEqual(pieces.out, out);
      JSON.parse(out.toString().replace(/^\uFEFF/, ""));
      const again = await scrubbed(out, 1 << 20);
      assert.ok(again.result.ok);
      assert.equal(again.out.toString(), out.toString());
    } else assert.notEqual(result.problem.code, "NL-HAR-RESIDUE");
    const inspector = new Inspector({ key: KEY, bounds: BOUNDS });
    await inspector.capture(() => [bytes]);
    inspector.text(bytes, "fuzz");
    assert.ok(!JSON.stringify(inspector.inspection()).includes(SID));
  },
};
