import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leaksOf, unfolded } from "../leaks.fixture.ts";
import { chance } from "../planted.fixture.ts";
import { answered, asked, harOf, run } from "./run.fixture.ts";

type Place = (secret: string) => object;

const post = (mimeType: string, text: string, more: object = {}): object => {
  const entry = asked("https://app.example/") as { readonly request: object };
  return { ...entry, request: { ...entry.request, method: "POST", postData: { mimeType, text, ...more } } };
};
const jsonBody = (value: unknown): object => answered(JSON.stringify(value));
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Places that tell by themselves that what they hold is secret. */
const NAMED: Readonly<Record<string, Place>> = {
  Authorization: (secret) => asked("https://a.example/", [{ name: "authorization", value: `Bearer ${secret}` }]),
  "an API key header": (secret) => asked("https://a.example/", [{ name: "X-Api-Key", value: secret }]),
  "a cookie header": (secret) =>
    asked("https://a.example/", [{ name: "cookie", value: `a=b; sid=${encodeURIComponent(secret)}` }]),
  "a cookie": (secret) => ({ ...asked("https://a.example/"), cookies: [{ value: secret, name: "session" }] }),
  "a query": (secret) => asked(`https://a.example/?x=1&access_token=${encodeURIComponent(secret)}`),
  "a fragment": (secret) => asked(`https://a.example/#id_token=${encodeURIComponent(secret)}&x=1`),
  "a user in a URL": (secret) => asked(`https://bob:${encodeURIComponent(secret)}@a.example/`),
  "a JSON body": (secret) => jsonBody({ x: 1, password: secret, y: [1] }),
  "JSON in JSON": (secret) => jsonBody({ x: JSON.stringify({ deep: JSON.stringify({ client_secret: secret }) }) }),
  "a pair in either order": (secret) => jsonBody([{ value: secret, name: "refreshToken" }]),
  "a form": (secret) =>
    post("application/x-www-form-urlencoded", new URLSearchParams({ a: "b", client_secret: secret }).toString()),
  "a parameter": (secret) => post("x", "", { params: [{ name: "password", value: secret }] }),
  "a multipart body": (secret) =>
    post(
      "multipart/form-data; boundary=b",
      `--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n${secret}\r\n--b--\r\n`,
    ),
  "a base64 body": (secret) =>
    answered(base64(JSON.stringify({ token: secret })), "application/json", { encoding: "base64" }),
  "a gzip body": (secret) =>
    answered(gzipSync(JSON.stringify({ token: secret })).toString("base64"), "application/json", {
      encoding: "base64",
    }),
  "a message": (secret) => ({
    ...asked("https://a.example/"),
    _webSocketMessages: [{ type: "send", data: JSON.stringify({ auth: { token: secret } }) }],
  }),
};

/** Encodings in which a value may stand again anywhere. */
const ENCODED: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  "percent escapes": encodeURIComponent,
  "percent escapes twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "small percent escapes": (secret) => encodeURIComponent(secret).replaceAll(/%../g, (escape) => escape.toLowerCase()),
  "a form": (secret) => new URLSearchParams({ q: secret }).toString(),
  "a JSON string": (secret) => JSON.stringify({ q: secret }),
  "a JSON string in another": (secret) => JSON.stringify(JSON.stringify(secret)),
  base64,
  base64url: (secret) => Buffer.from(secret).toString("base64url"),
  "base64 in percent escapes": (secret) => encodeURIComponent(base64(secret)),
  "base64 one byte on": (secret) => base64(`.${secret}.`),
  "base64 two bytes on": (secret) => base64(`, ${secret}`),
  "base64 of JSON": (secret) => base64(JSON.stringify({ it: secret })),
  "base64 of base64": (secret) => base64(base64(`words before ${secret}`)),
  hexadecimal: (secret) => Buffer.from(secret).toString("hex"),
  "capital hexadecimal": (secret) => Buffer.from(secret).toString("hex").toUpperCase(),
  gzip: (secret) => gzipSync(`some words around ${secret} to unpack`).toString("base64"),
  zlib: (secret) => deflateSync(`some words around ${secret} to unpack`).toString("base64"),
  "deflated XML": (secret) =>
    deflateRawSync(`<samlp:AuthnRequest xmlns:samlp="urn:x">${secret}</samlp:AuthnRequest>`).toString("base64"),
  HTML: (secret) =>
    secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll("+", "&#x2b;"),
};

/** Places that tell nothing. */
const ANYWHERE: Readonly<Record<string, Place>> = {
  "a text": (text) => answered(`before ${text} after`, "text/plain"),
  "a JSON value": (text) => jsonBody({ note: `is ${text} here`, list: [text] }),
  "a page": (text) => answered(`<html><p>${text}</p><a href="https://x.example/?q=${text}">x</a></html>`, "text/html"),
  "a script": (text) => answered(`var x = "${text.replaceAll('"', String.raw`\"`)}";`, "text/javascript"),
  "a header": (text) => asked("https://a.example/", [{ name: "x-note", value: text }]),
  "a comment": (text) => ({ ...asked("https://a.example/"), comment: `see ${text}` }),
  "an own member": (text) => ({ ...asked("https://a.example/"), _own: { deep: [{ x: text }] } }),
  "an initiator": (text) => ({
    ...asked("https://a.example/"),
    _initiator: { stack: { callFrames: [{ url: `https://a.example/x.js?q=${encodeURIComponent(text)}` }] } },
  }),
};

const token = fc
  .integer({ min: 1, max: 1e6 })
  .chain((seed) => fc.integer({ min: 16, max: 60 }).map((length) => chance(seed, length)));
const marked = fc
  .integer({ min: 1, max: 1e6 })
  .map((seed) => chance(seed, 24, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+/"));
const password = fc
  .integer({ min: 1, max: 1e6 })
  .map((seed) => `${chance(seed, 4)}${chance(seed + 1, 6, "!#$%&*+/:?@^\"'<>|\\äß")}${chance(seed + 2, 5)}`);
const secret = fc.oneof({ weight: 3, arbitrary: token }, marked, password);

const BENIGN = [
  "The quick brown fox",
  "application/json",
  "https://www.example.com/a/b?page=2",
  "2023-10-02T14:00:00Z",
  "en-US",
  "E0000011",
  "0oa1gjh63g214q0Hq0g4",
  "Some longer sentence, with words: and marks.",
];

describe("random captures", () => {
  it("HR-15 HR-20 HR-21 HR-22 HR-23 leave no secret in any encoding, and all else as it was", async () => {
    const plan = fc.record({
      secret,
      named: fc.constantFrom(...Object.keys(NAMED)),
      again: fc.array(
        fc.record({
          encoding: fc.constantFrom(...Object.keys(ENCODED)),
          place: fc.constantFrom(...Object.keys(ANYWHERE)),
        }),
        { maxLength: 4 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 3 }), async (plans) => {
        const benign = jsonBody({ words: BENIGN, nested: { words: BENIGN } });
        const entries = plans.flatMap(({ secret: one, named, again }) => [
          NAMED[named]?.(one),
          ...again.map(({ encoding, place }) => ANYWHERE[place]?.(ENCODED[encoding]?.(one) ?? "")),
          benign,
        ]);
        const har = harOf(entries);
        const { scrubbed, out } = await run(har, { chunk: 1000 });
        if (!scrubbed.ok) throw new Error(`${scrubbed.problem.message} ${JSON.stringify(scrubbed.residue)}`);
        expect(
          leaksOf(
            out,
            plans.map((one) => one.secret),
          ),
        ).toEqual([]);
        const after = (JSON.parse(out) as { log: { entries: unknown[] } }).log.entries;
        expect(after).toHaveLength(entries.length);
        expect(after.filter((_, n) => entries[n] === benign)).toEqual(entries.filter((entry) => entry === benign));
        expect((await run(out)).out === out).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("HR-21 give one secret one pseudonym in all its places", async () => {
    await fc.assert(
      fc.asyncProperty(
        token,
        fc.shuffledSubarray(Object.keys(NAMED), { minLength: 2, maxLength: 5 }),
        async (one, places) => {
          const { out } = await run(harOf(places.map((place) => NAMED[place]?.(one))));
          const all = [...unfolded(out)].join("\n");
          const pseudonyms = new Set(
            [
              ...all.matchAll(/\b(?:sid|session|token|secret|refresh|pwd|jwt|apikey|opaque|cookie)#([0-9a-f]{12})/g),
            ].map(([, digits]) => digits),
          );
          // The cookie `a=b` has its own.
          expect(pseudonyms.size).toBe(places.includes("a cookie header") ? 2 : 1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
