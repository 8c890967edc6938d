import assert from "node:assert/strict";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { ENCODINGS, PACKINGS, WRAPPINGS } from "../../packages/app/src/connect/files/export.fixture.ts";
import { hostile } from "../hostile.ts";
import { recordsOf } from "../scratch.ts";
import type { Target } from "../target.ts";

const EVENTS = ["1", "2"].map((uuid) => ({ uuid, actor: { id: `00u${uuid}`, displayName: 'Jo "{[é' }, target: null }));
const WRAPPED = Object.values(WRAPPINGS).map((wrap) => wrap(EVENTS));
const WORDS = [
  ...'{}[]",:\\ \n\r\t\0'.split(""),
  "\r\n",
  '{"',
  '"actor":',
  '{"uuid":"1"}',
  '{"event":',
  '"data":',
  '"events":[',
  "null",
  "1e9",
  "\ufeff",
];
const CSV_WORDS = [
  ...'",;\t\n\r'.split(""),
  '""',
  "\r\n",
  "uuid",
  "published",
  "actor.alternateId",
  "target0.id",
  "_raw",
  "__proto__.a",
  '{"uuid":1}',
  "\n\n",
];

async function sameInPieces(bytes: Uint8Array): Promise<void> {
  const whole = await recordsOf(bytes, 1 << 20);
  for (const chunk of [1, 7, 100]) assert.deepEqual((await recordsOf(bytes, chunk)).records, whole.records);
}

/** Wrappings and encodings of any sort, broken. */
export const files: Target = {
  name: "files",
  input: hostile(
    WORDS,
    WRAPPED.flatMap((text) => Object.values(ENCODINGS).map((encode) => encode(text))),
  ),
  check: sameInPieces,
};

/** Tables. */
export const csv: Target = {
  name: "csv",
  input: hostile(CSV_WORDS, [
    Buffer.from('uuid,published,actor.id\n"1","2023-10-18T10:00:00Z",a\n2,"x\n""y""",b\n'),
  ]).map((bytes) => Buffer.concat([Buffer.from("uuid,eventType,"), bytes])),
  check: async (bytes) => {
    await recordsOf(bytes, 1 << 20);
  },
};

/** Compressed data, broken: nothing comes out that did not go in. */
export const compressed: Target = {
  name: "compressed",
  input: hostile(
    ["\u001f\u008b\b", "(\u00b5/\u00fd"],
    [
      ...Object.values(PACKINGS).map((pack) => pack(Buffer.from(WRAPPED[0] ?? ""))),
      gzipSync(Buffer.from((WRAPPED[0] ?? "").repeat(300))),
      zstdCompressSync(Buffer.from((WRAPPED[0] ?? "").repeat(300))),
    ],
  ),
  check: async (bytes) => {
    await recordsOf(bytes, 4096);
  },
};
