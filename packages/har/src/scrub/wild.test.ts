import { describe, expect, it } from "vitest";
import { leaksOf } from "../leaks.fixture.ts";
import { chance } from "../planted.fixture.ts";
import { FOR_TOKENS, FOR_WORDS } from "../wild.fixture.ts";
import type { Place } from "../wild-entry.fixture.ts";
import { harOf, run } from "./run.fixture.ts";

type Kind = (seed: number) => string;
const letters: Kind = (seed) => chance(seed, 28);
const hex: Kind = (seed) => chance(seed, 40, "0123456789abcdef");
const mixed: Kind = (seed) => `Winter-Rain${100 + (seed % 900)}`;
const words: Kind = (seed) => `purple horse ${chance(seed, 7, "abcdefghijklmnopqrstuvwxyz")}`;

/** A password of several words looks there like what is said to people. */
const SAID = new Set(["script object", "text: password is"]);

/** Places whose secret is left, or whose output is not the same when it is scrubbed again. */
async function missed(places: Readonly<Record<string, Place>>, make: Kind): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [n, [name, place]] of Object.entries(places).entries()) {
    const secret = make(n + 1);
    const { scrubbed, out } = await run(harOf([place(secret)]));
    if (!scrubbed.ok) found.push(`${name}: ${scrubbed.problem.message}`);
    else if (leaksOf(out, [secret]).length > 0) found.push(name);
    else if ((await run(out)).out !== out) found.push(`${name}: another output`);
  }
  return found;
}

describe("a secret that stands in one place only", () => {
  it.each([
    ["of letters and digits", letters, []],
    // There it is the sum of a file.
    ["in hexadecimal", hex, ["text of an element"]],
  ])("HR-10 HR-11 HR-12 HR-23 is found in every place: a token %s", async (_, make, but) => {
    expect((await missed(FOR_TOKENS, make)).filter((place) => !but.includes(place))).toEqual([]);
  });

  it("HR-12 is found where the place says what it is, though it was made up by a person", async () => {
    expect(await missed(FOR_WORDS, mixed)).toEqual([]);
    const places = Object.fromEntries(Object.entries(FOR_WORDS).filter(([name]) => !SAID.has(name)));
    expect(await missed(places, words)).toEqual([]);
  });

  it.each(["share", "credentials-only", "strict"] as const)(
    "HR-20 HR-22 HR-25 is gone when all of them stand in one capture: profile %s",
    async (profile) => {
      const places = Object.values(FOR_TOKENS).filter((_, n) => profile === "share" || n % 3 === 0);
      const secrets = places.map((_, n) => letters(1000 + n));
      const har = harOf(places.map((place, n) => place(secrets[n] ?? "")));
      expect(leaksOf(har, secrets).length).toBeGreaterThan(secrets.length - 5);
      const { scrubbed, out } = await run(har, { profile });
      expect(scrubbed.ok).toBe(true);
      expect(leaksOf(out, secrets)).toEqual([]);
      expect((JSON.parse(out) as { log: { entries: unknown[] } }).log.entries).toHaveLength(places.length);
      expect((await run(out, { profile })).out === out).toBe(true);
    },
  );
});
