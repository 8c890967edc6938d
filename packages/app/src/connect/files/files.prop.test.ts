import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { ENCODINGS, Folder, PACKINGS, readAll, smallEvent, WRAPPINGS } from "./export.fixture.ts";
import { readRange } from "./index.ts";

const folder = new Folder();
afterAll(() => folder.remove());

const events = fc.array(smallEvent, { minLength: 1, maxLength: 6 });
const chunk = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 4000 }));
const oneOf = <T>(table: Readonly<Record<string, T>>): fc.Arbitrary<readonly [string, T]> =>
  fc.constantFrom(...Object.entries(table));

describe("files in, property", () => {
  it("IN-10 the same events come out of every wrapping, encoding, packing and chunk size", async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        oneOf(WRAPPINGS),
        oneOf(ENCODINGS),
        oneOf(PACKINGS),
        chunk,
        async (some, wrap, encode, pack, size) => {
          const path = folder.write("in", pack[1](encode[1](wrap[1](some))));
          const outcome = await readAll([path], { chunk: size });
          expect(outcome.rejections).toEqual([]);
          expect(outcome.records.map((text) => withoutVersion(parsed(text)))).toEqual(some);
        },
      ),
      { numRuns: 600 },
    );
  });

  it("IN-11 the bytes of an event are found again by their place", async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        oneOf(WRAPPINGS),
        oneOf(ENCODINGS),
        oneOf(PACKINGS),
        async (some, wrap, encode, pack) => {
          const path = folder.write("range", pack[1](encode[1](wrap[1](some))));
          const { batches } = await readAll([path], { chunk: 300 });
          const wanted = batches.flatMap((batch) => {
            if (batch.spans === undefined || batch.synthetic) return [];
            const { spans, base, bytes } = batch;
            return Array.from({ length: spans.length / 3 }, (_, n) => ({
              file: batch.file,
              offset: base + spans[n * 3]!,
              length: spans[n * 3 + 1]! - spans[n * 3]!,
              bytes: Buffer.from(bytes.subarray(spans[n * 3], spans[n * 3 + 1])),
            }));
          });
          let found = 0;
          for await (const { ref, bytes } of readRange(wanted.toReversed())) {
            expect(Buffer.from(bytes).equals(ref.bytes)).toBe(true);
            found++;
          }
          expect(found).toBe(wanted.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("IN-22 lists are cut where JSON.parse would cut them", async () => {
    const object = fc
      .dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 4 }))
      .filter((value) => isPlain(value));
    await fc.assert(
      fc.asyncProperty(fc.array(object), fc.integer({ min: 0, max: 3 }), chunk, async (values, indent, size) => {
        const path = folder.write("list", JSON.stringify(values, null, indent));
        const outcome = await readAll([path], { chunk: size });
        expect(outcome.rejections).toEqual([]);
        expect(outcome.records.map(parsed)).toEqual(parsed(JSON.stringify(values)));
      }),
      { numRuns: 300 },
    );
  });

  it("IN-23 whatever the bytes, chunk sizes do not change what is found", async () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      '"',
      "\\",
      ",",
      ":",
      "\n",
      "\r\n",
      '{"',
      '"actor":1',
      "x",
      "\0",
      " ",
      "1",
      '{"uuid":"1"}',
      '{"event":',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), async (pieces, size) => {
        const path = folder.write("junk", `{"uuid":"0"}\n${pieces.join("")}`);
        const whole = await readAll([path]);
        const parts = await readAll([path], { chunk: size });
        expect(parts.records.map((text) => text.trim()).sort()).toEqual(
          whole.records.map((text) => text.trim()).sort(),
        );
        expect(parts.lines.toSorted(ascending)).toEqual(whole.lines.toSorted(ascending));
      }),
      { numRuns: 500 },
    );
  });

  it("IN-24 a page longer than any record gives the same events", async () => {
    await fc.assert(
      fc.asyncProperty(events, chunk, async (some, size) => {
        const deep = { meta: { a: [1, "]"] }, data: { x: "{", events: some, after: [{}] }, tail: { b: "\n" } };
        const text = `${JSON.stringify(deep, null, size % 3)}\n${JSON.stringify(some[0])}\n`;
        const longest = Math.max(...some.map((event) => JSON.stringify(event, null, 2).length)) * 2;
        const outcome = await readAll([folder.write("page", text)], { chunk: size, maxRecord: longest });
        expect(outcome.rejections).toEqual([]);
        expect(outcome.records.map((record) => parsed(record))).toEqual([...some, some[0]]);
      }),
      { numRuns: 200 },
    );
  });
});

function parsed(text: string): unknown {
  return JSON.parse(text);
}

function ascending(a: number, b: number): number {
  return a - b;
}

function withoutVersion(value: unknown): unknown {
  const { version: _, ...rest } = value as Record<string, unknown>;
  return rest;
}

// An object that wraps nothing.
function isPlain(value: object): boolean {
  return !Object.keys(value).some((key) => ["raw", "event", "data", "body"].includes(key));
}
