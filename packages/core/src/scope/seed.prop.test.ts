import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSeed, seedText } from "./seed.ts";

describe("readSeed()", () => {
  it("SC-20 says what a value is by its looks, or as it is told", () => {
    const looks: Readonly<Record<string, string | undefined>> = {
      "nl-0123456789abcdef": "finding",
      "00u1a2b3c4d5e6f7g8h9": "user",
      "jo@example.com": "user",
      "203.0.113.7": "address",
      "2001:db8::1": "address",
      "idxAbc-123_45": "session",
      "2023-10-18T17:00:00Z/2023-10-18T19:00:00Z": "span",
      "curl/8.4.0": "agent",
      "agent:anything at all": "agent",
      "session:00u1a2b3c4d5e6f7g8h9": "session",
      "2023-10-19/2023-10-18": undefined,
      hello: undefined,
      "": undefined,
    };
    for (const [text, kind] of Object.entries(looks)) expect([text, readSeed(text)?.kind]).toEqual([text, kind]);
  });

  it("SC-21 reads back what it wrote, and any text without failing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("session", "user", "address", "token", "agent", "finding"),
        fc.string({ minLength: 1 }),
        (kind, text) => {
          const value = text.trim();
          fc.pre(value !== "");
          expect(readSeed(seedText({ kind, value }))).toEqual({ kind, value });
          readSeed(text);
        },
      ),
    );
  });
});
