import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rejection } from "../connect/files/record.ts";
import { batchesOf, type Line, textOf } from "./log.fixture.ts";
import { type OrderedEvent, readEvents, type ReadEventsOptions } from "./index.ts";

interface Answer {
  events: OrderedEvent[];
  rejections: Rejection[];
  restarts: number;
}

const JUDGE = { module: new URL("judge.fixture.ts", import.meta.url).href, data: "grave" };

async function read(lines: readonly string[], size = 10, more: Partial<ReadEventsOptions> = {}): Promise<Answer> {
  const answer: Answer = { events: [], rejections: [], restarts: 0 };
  const options: ReadEventsOptions = {
    tenant: "acme",
    judge: JUDGE,
    reject: (rejection) => answer.rejections.push(rejection),
    restart: () => Object.assign(answer, { events: [], rejections: [], restarts: answer.restarts + 1 }),
    ...more,
  };
  for await (const events of readEvents(() => batchesOf(lines, size), options)) answer.events.push(...events);
  return answer;
}

/** What must be the same whatever the order of the input: all but the place of each record. */
function content(events: readonly OrderedEvent[]): readonly unknown[] {
  return events.map(({ envelope, hits }) => ({ ...envelope, at: null, hits }));
}

const line: fc.Arbitrary<Line> = fc.record({
  uid: fc.nat(400),
  minute: fc.nat(60),
  type: fc.constantFrom("grave", "usual", "other"),
  actor: fc.nat(3),
});
const log = fc.array(line, { maxLength: 120 });

function consistent(lines: readonly Line[]): readonly Line[] {
  return [...new Map(lines.map((one) => [one.uid, one])).values()];
}

describe("readEvents", () => {
  it("PL-1 gives the same stream for any order, repetition and batching of the input", async () => {
    await fc.assert(
      fc.asyncProperty(
        log,
        fc.integer({ min: 1, max: 50 }),
        fc.nat(30),
        fc.infiniteStream(fc.nat()),
        async (some, size, window, dice) => {
          const lines = consistent(some);
          const sorted = [...lines]
            .sort((a, b) => a.minute - b.minute || (`uid-${a.uid}` < `uid-${b.uid}` ? -1 : 1))
            .map(textOf);
          const expected = content((await read(sorted)).events);
          expect(expected).toHaveLength(lines.length);
          const shuffled = sorted
            .map((text) => ({ text, key: dice.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ text }) => text);
          for (const order of [sorted.toReversed(), shuffled, [...shuffled, ...sorted]]) {
            const answer = await read(order, size, { window, sort: { run: 1 + (window % 7), fanIn: 2 } });
            expect(content(answer.events)).toEqual(expected);
            expect(answer.rejections).toEqual([]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("PL-20 gives the same for 0, 1 and 2 workers", async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.integer({ min: 1, max: 50 }), async (lines, size) => {
        const texts = [...lines.map(textOf), "{", "null", `{"uuid":"x"}`];
        const expected = await read(texts, size);
        for (const workers of [1, 2]) expect(await read(texts, size, { workers })).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  });

  it("PL-4 reads again, sorting, when an event is later than the window", async () => {
    const texts = Array.from({ length: 100 }, (_, n) => textOf({ uid: n, minute: 99 - n, type: "usual", actor: 0 }));
    const answer = await read(texts, 10, { window: 20 });
    expect(answer.restarts).toBe(1);
    expect(answer.events.map(({ envelope }) => envelope.time)).toEqual(
      answer.events.map(({ envelope }) => envelope.time).toSorted((a, b) => a - b),
    );
    expect((await read(texts.toReversed(), 10, { window: 20 })).restarts).toBe(0);
    expect((await read(texts, 10, { window: 200 })).restarts).toBe(0);
  });

  it("PL-5 leaves nothing behind of what it spilled, also when reading is given up", async () => {
    const before = spilled();
    const texts = Array.from({ length: 100 }, (_, n) => textOf({ uid: n, minute: 99 - n, type: "usual", actor: 0 }));
    const { restart: _, ...once } = { restart: undefined };
    const options = { tenant: "acme", reject: () => undefined, sort: { run: 10, fanIn: 3 }, ...once };
    for await (const events of readEvents(() => batchesOf(texts, 10), options)) {
      expect(events.length).toBeGreaterThan(0);
      break;
    }
    expect(spilled()).toEqual(before);
  });

  it("PL-10 drops repeats and counts them", async () => {
    const text = textOf({ uid: 1, minute: 1, type: "grave", actor: 0 });
    const spaced = JSON.stringify(JSON.parse(text), null, 1).replaceAll("\n", " ");
    let repeats = 0;
    const answer = await read([text, spaced, text], 2, { progress: (counters) => (repeats = counters.repeats) });
    expect(answer.events).toHaveLength(1);
    expect(repeats).toBe(2);
  });

  it("PL-11 rejects other content under the same id, naming both places, whichever came first", async () => {
    const one = textOf({ uid: 1, minute: 1, type: "grave", actor: 0 });
    const other = textOf({ uid: 1, minute: 1, type: "usual", actor: 1 });
    const later = textOf({ uid: 1, minute: 7, type: "grave", actor: 0 });
    const [forth, back] = [await read([one, other, later]), await read([later, other, one])];
    expect(content(forth.events)).toEqual(content(back.events));
    expect(forth.events).toHaveLength(1);
    expect(forth.rejections.map(({ code }) => code)).toEqual(["NL-EVENT-UID-CONFLICT", "NL-EVENT-UID-CONFLICT"]);
    expect(forth.rejections[0]?.reason).toMatch(/is at log\.ndjson:\d with other content/);
  });

  it("PL-21 rejects what is no event with its line, and goes on", async () => {
    const good = textOf({ uid: 1, minute: 1, type: "grave", actor: 0 });
    const answer = await read(["{", good, "", '"text"', "\0\0", good.replace("2023", "1970")], 3);
    expect(answer.events).toHaveLength(1);
    expect(answer.rejections.map(({ line: at, code }) => `${at} ${code}`)).toEqual([
      "1 NL-EVENT-JSON",
      "4 NL-EVENT-NOT-OBJECT",
      "5 NL-EVENT-JSON",
      "6 NL-EVENT-TIME-RANGE",
    ]);
  });

  it("PL-22 has each record judged once, by what it says", async () => {
    const texts = [0, 1, 2].map((actor) =>
      textOf({ uid: actor, minute: actor, type: actor === 1 ? "grave" : "usual", actor }),
    );
    const { events } = await read(texts);
    expect(events.map(({ hits }) => hits)).toEqual([
      [],
      [{ rule: "fixture", values: { "debugContext.debugData.secret": ["s1"] } }],
      [],
    ]);
  });
});

function spilled(): readonly string[] {
  return existsSync(tmpdir()) ? readdirSync(tmpdir()).filter((name) => name.startsWith("nightlatch-sort-")) : [];
}
