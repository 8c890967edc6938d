import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cutter } from "../capture/cutter.ts";
import { chance } from "../planted.fixture.ts";
import { answered, asked, harOf } from "../scrub/run.fixture.ts";
import { EntryReader } from "./entry.ts";
import { Judge } from "./judge.ts";
import { READERS } from "./readers.ts";
import { View } from "./view.ts";

const FILL = "Some words that a page says to a person, again and again. ".repeat(20);

/** Bodies long enough to be remembered: with secrets, without, with escapes, encoded, in several kinds of text. */
const body = fc.record({
  seed: fc.integer({ min: 1, max: 6 }),
  kind: fc.constantFrom("json", "script", "page", "base64", "plain", "comment"),
  tail: fc.constantFrom("", "x", "xy", 'a "quoted" word\n\\'),
});

function entryOf({
  seed,
  kind,
  tail,
}: {
  readonly seed: number;
  readonly kind: string;
  readonly tail: string;
}): object {
  const secret = seed % 2 === 0 ? "" : chance(seed, 28);
  const text = `${FILL}${tail}`;
  switch (kind) {
    case "json":
      return answered(JSON.stringify({ text, token: secret, mail: seed % 3 === 0 ? "jo@example.com" : "" }));
    case "script":
      return answered(`var t = ${JSON.stringify(text)}; var token = "${secret}";`, "text/javascript");
    case "page":
      return answered(`<p>${text}</p><input name="password" value="${secret}">`, "text/html");
    case "base64":
      return answered(btoa(`{"note":${JSON.stringify(FILL)},"token":"${secret}"}`), "application/json", {
        encoding: "base64",
      });
    case "comment":
      return { ...asked(`https://a.example/?token=${secret}`, [{ name: "x-a", value: secret }]), comment: text };
    default:
      return answered(`${text} the password is ${secret}`, "text/plain");
  }
}

describe("what is remembered of bodies and pairs", () => {
  it("HR-1 HR-20 gives what reading each anew gives", () => {
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 12 }), (bodies) => {
        const remembering = { reader: new EntryReader({ dropBodies: false }), judge: new Judge(READERS) };
        const cutter = new Cutter({
          glue: () => undefined,
          unit: (unit) => {
            const view = new View(unit.bytes, 0);
            remembering.judge.begin();
            remembering.reader.read(remembering.judge, view, unit.tape, unit.role);
            const anew = new View(unit.bytes, 0);
            new EntryReader({ dropBodies: false }).read(new Judge(READERS), anew, unit.tape, unit.role);
            expect(view.finds).toEqual(anew.finds);
            expect(view.inner).toEqual(anew.inner);
            expect(view.clean.map(({ start, end }) => [start, end])).toEqual(
              anew.clean.map(({ start, end }) => [start, end]),
            );
            // The same number is the same bytes.
            for (const { start, end, same } of view.clean) {
              const text = Buffer.from(unit.bytes.subarray(start, end)).toString();
              expect(numbers.get(same) ?? text).toBe(text);
              if (same >= 0) numbers.set(same, text);
            }
          },
        });
        const numbers = new Map<number, string>();
        cutter.push(Buffer.from(harOf(bodies.map(entryOf))));
        cutter.end();
      }),
      { numRuns: 60 },
    );
  });
});
