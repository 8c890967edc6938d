import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { leaksOf } from "../leaks.fixture.ts";
import { chance, jwt, plantedCapture } from "../planted.fixture.ts";
import { answered, asked, harOf, KEY, run } from "./run.fixture.ts";

const { har, planted } = plantedCapture();
const secrets = planted.map(({ secret }) => secret);
const left = (out: string): readonly string[] => {
  const leaks = leaksOf(out, secrets);
  return planted.filter(({ secret }) => leaks.includes(secret)).map(({ what }) => what);
};

interface Pair {
  readonly name: string;
  readonly value: string;
}
interface Entry {
  readonly request: {
    readonly url: string;
    readonly headers: readonly Pair[];
    readonly cookies: readonly Pair[];
    readonly postData?: { readonly text: string };
  };
  readonly response: { readonly content: { readonly text: string } };
}
const entriesOf = (out: string): readonly Entry[] =>
  (JSON.parse(out) as { log: { entries: readonly Entry[] } }).log.entries;

describe("a capture with a secret in every place", () => {
  it("HR-10 HR-11 HR-12 HR-13 HR-14 HR-20 HR-30 leaves none of them, in any encoding", async () => {
    expect(planted.length).toBeGreaterThan(60);
    expect(left(JSON.stringify(har))).toHaveLength(planted.length);
    const { scrubbed, out } = await run(JSON.stringify(har));
    expect(scrubbed.ok).toBe(true);
    expect(left(out)).toEqual([]);
  });

  it("HR-22 gives a HAR with the same entries and numbers", async () => {
    const { out } = await run(JSON.stringify(har));
    const [before, after] = [JSON.stringify(har), out].map(
      (text) => JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? "" : value)) as unknown,
    );
    expect(after).toEqual(before);
  });

  it("HR-23 is not changed by another scrub, whatever the key", async () => {
    for (const profile of ["share", "credentials-only", "strict"] as const) {
      const { out } = await run(JSON.stringify(har), { profile });
      const again = await run(out, { profile, key: new Uint8Array(32).fill(9) });
      expect([profile, again.scrubbed.ok, again.out === out]).toEqual([profile, true, true]);
    }
  });

  it("HR-1 gives the same whatever the chunks are", async () => {
    const { out } = await run(JSON.stringify(har));
    for (const chunk of [1, 61, 4096]) expect((await run(JSON.stringify(har), { chunk })).out === out).toBe(true);
    expect((await run(JSON.stringify(har, null, 2))).scrubbed.ok).toBe(true);
  });

  it("HR-31 has a receipt that adds up and holds no value", async () => {
    const { scrubbed, out } = await run(JSON.stringify(har));
    if (!scrubbed.ok) throw new Error(scrubbed.problem.message);
    const { receipt } = scrubbed;
    expect(receipt.replaced.reduce((sum, { count }) => sum + count, 0)).toBe(receipt.replacements);
    expect(receipt.output.bytes).toBe(Buffer.byteLength(out));
    expect(receipt.input.bytes).toBe(Buffer.byteLength(JSON.stringify(har)));
    expect(receipt.entries).toBe(13);
    expect(leaksOf(JSON.stringify(receipt), secrets)).toEqual([]);
  });

  it("HR-25 keeps personal data under credentials-only, and drops bodies under strict", async () => {
    const lenient = await run(JSON.stringify(har), { profile: "credentials-only" });
    const kept = left(lenient.out);
    expect(kept).toContain("e-mail in HTML");
    expect(kept.filter((what) => !/e-mail|name|phone|address|user/.test(what))).toEqual([]);
    const strict = await run(JSON.stringify(har), { profile: "strict" });
    expect(left(strict.out)).toEqual([]);
    expect(entriesOf(strict.out).map(({ response }) => response.content.text ?? "")).toEqual(
      Array.from({ length: 13 }, () => ""),
    );
  });
});

describe("pseudonyms", () => {
  const sid = "102Zq8vKp3LmNwRt5YxBcDfGh";
  const entry = asked(`https://acme.okta.com/x?sid=${sid}`, [
    { name: "Cookie", value: `sid=${sid}; lang=en-US` },
    { name: "accept-language", value: "en-US,en;q=0.9" },
  ]);

  it("HR-21 are one for a value in all its encodings, and others under another key", async () => {
    const body = JSON.stringify({
      a: sid,
      b: Buffer.from(sid).toString("base64"),
      c: Buffer.from(sid).toString("hex"),
      d: `(${sid})`,
    });
    const { out } = await run(harOf([entry, answered(body)]));
    const [first, second] = entriesOf(out);
    const pseudonym = /sid=(sid#[0-9a-f]{12})/.exec(first?.request.headers[0]?.value ?? "")?.[1] ?? "";
    expect(decodeURIComponent(first?.request.url ?? "")).toBe(`https://acme.okta.com/x?sid=${pseudonym}`);
    const after = JSON.parse(second?.response.content.text ?? "") as Record<string, string>;
    expect(after["a"]).toBe(pseudonym);
    expect(Buffer.from(after["b"] ?? "", "base64").toString()).toBe(pseudonym);
    expect(Buffer.from(after["c"] ?? "", "hex").toString()).toBe(pseudonym);
    expect(after["d"]).toBe(`(${pseudonym})`);
    expect((await run(harOf([entry]), { key: new Uint8Array(16).fill(1) })).out).not.toContain(pseudonym);
  });

  it("HR-26 take the place of a short cookie, and not of the same word elsewhere", async () => {
    const [first] = entriesOf((await run(harOf([entry]))).out);
    expect(first?.request.headers[0]?.value).toMatch(/; lang=cookie#[0-9a-f]{12}$/);
    expect(first?.request.headers[1]?.value).toBe("en-US,en;q=0.9");
  });

  it("HR-24 stand for the signature and the telling claims of a token; the rest stays readable", async () => {
    const token = jwt(
      { iss: "https://acme.okta.com", sub: "jane.roe@acme.example", exp: 1_696_300_000, scp: ["openid"], sid },
      chance(3, 86),
    );
    const [first] = entriesOf(
      (await run(harOf([asked("https://app.example/", [{ name: "Authorization", value: `Bearer ${token}` }])]))).out,
    );
    const [, header = "", payload = "", signature = ""] =
      /^Bearer ([\w-]+)\.([\w-]+)\.(.+)$/.exec(first?.request.headers[0]?.value ?? "") ?? [];
    expect(header).toBe(token.split(".")[0]);
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
    expect(claims).toMatchObject({ iss: "https://acme.okta.com", exp: 1_696_300_000, scp: ["openid"] });
    expect(claims["sub"]).toMatch(/^mail#/);
    expect(claims["sid"]).toMatch(/^sid#/);
    expect(signature).toMatch(/^jwt#[0-9a-f]{12}$/);
  });
});

describe("what is not secret", () => {
  it("HR-15 stays as it is", async () => {
    const script =
      'function f(t){var token=t.token;return token&&e("main.2f3a9c1b7d.js","application/json")}//# sourceMappingURL=app.58de3be0c9b511a0fdfd7ea4f69b56fc.js.map';
    const page =
      '<!doctype html><link rel=stylesheet href="/assets/css/okta-sign-in.min.0123456789abcdef.css" integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"><label for="password">Password</label>';
    const entry = {
      ...asked("https://acme.okta.com/app/UserHome?fromLogin=true&page=2#/settings/profile", [
        {
          name: "user-agent",
          value:
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/117.0.0.0 Safari/537.36",
        },
        { name: "etag", value: 'W/"58de3be0c9b511a0fdfd7ea4f69b56fc"' },
        { name: "x-okta-request-id", value: "ZRrVXc2mYQzHbQ8QvJ0Q3wAAAeE" },
        {
          name: "content-security-policy",
          value: "default-src 'self' acme.okta.com *.oktacdn.com; connect-src 'self'",
        },
        { name: "sec-ch-ua", value: '"Chromium";v="117", "Not;A=Brand";v="8"' },
      ]),
    };
    const json = JSON.stringify({
      id: "0oa1gjh63g214q0Hq0g4",
      uuid: "6a7f3c1e-1b2c-4d3e-8f40-5a6b7c8d9e0f",
      status: "ACTIVE",
      code: "E0000011",
      state: "CA",
      type: "token:software:totp",
      tokenType: "Bearer",
      expiresIn: 3600,
      links: { href: "https://acme.okta.com/api/v1/apps/0oa1gjh63g214q0Hq0g4" },
      passwordPolicy: { minLength: 8 },
    });
    const before = harOf([
      entry,
      answered(script, "application/javascript"),
      answered(page, "text/html"),
      answered(json),
    ]);
    const { scrubbed, out } = await run(before);
    expect(scrubbed.ok).toBe(true);
    expect(JSON.parse(out)).toEqual(JSON.parse(before));
    expect(out).toBe(before);
  });
});

describe("hostile captures", () => {
  const secret = chance(77, 40);
  const hidden = async (har: string, options: Parameters<typeof run>[1] = {}): Promise<readonly unknown[]> => {
    const { scrubbed, out } = await run(har, options);
    if (!scrubbed.ok) return [scrubbed.problem.code];
    JSON.parse(out);
    return [true, out.includes(secret), leaksOf(out, [secret]).length];
  };

  it.each([
    ["", "NL-HAR-JSON"],
    ["hello", "NL-HAR-JSON"],
    ["\u001f\u008b", "NL-HAR-JSON"],
    ['{"log":{"entries":[1 2]}}', "NL-HAR-JSON"],
    ['{"log":{"entries":[]}} {}', "NL-HAR-JSON"],
    ['{"log":{"entries":[{"a":NaN}]}}', "NL-HAR-JSON"],
    ["[]", "NL-HAR-SHAPE"],
    ['{"a":1}', "NL-HAR-SHAPE"],
    ['{"log":[]}', "NL-HAR-SHAPE"],
    ['{"log":{}}', "NL-HAR-SHAPE"],
    ['{"log":{"entries":{}}}', "NL-HAR-SHAPE"],
    ['{"log":{"entries":[{"a":"b', "NL-HAR-TRUNCATED"],
    ['{"log":{"entries":[{"a":"b"}', "NL-HAR-TRUNCATED"],
  ])("HR-3 refuses %j with %s", async (text, code) => {
    const { scrubbed, out } = await run(text);
    expect([scrubbed.ok, scrubbed.ok || scrubbed.problem.code, out]).toEqual([false, code, ""]);
  });

  it("HR-3 refuses UTF-16", async () => {
    const { scrubbed } = await run(Buffer.from("\ufeff{}", "utf16le"));
    expect(scrubbed.ok || scrubbed.problem.code).toBe("NL-HAR-ENCODING");
  });

  it("HR-2 takes a byte order mark, keys that stand twice, __proto__ and lone surrogates as they are", async () => {
    const odd = `\ufeff{"log":{"__proto__":{"x":1},"entries":[{"request":{"url":"https://a.example/","headers":[{"name":"x","name":"cookie","value":"a=${secret}","value":"b=${secret}"}],"\\ud800":"\\udfff ${secret} \\ud83d\\ude00"},"__proto__":{"token":"${secret}"}}],"entries":[]}}`;
    const { scrubbed, out } = await run(odd);
    expect(scrubbed.ok).toBe(true);
    expect(out).not.toContain(secret);
    expect(out).toContain('"\\ud800":"\\udfff');
    expect(out.startsWith('\ufeff{"log":{"__proto__":{"x":1},"entries":[{"request":{"url":"https://a.example/"')).toBe(
      true,
    );
  });

  it("HR-4 takes out a string that is longer than the bound, wherever the chunks end", async () => {
    const long = `${"a\\\\".repeat(40_000)}${secret}`;
    const har = harOf([
      answered("x"),
      { a: long, token: secret, b: [long] },
      answered(JSON.stringify({ token: secret })),
    ]);
    for (const chunk of [997, 10_000]) {
      const { scrubbed, out } = await run(har, { chunk, bounds: { string: 30_000, unit: 100_000 } });
      expect([chunk, scrubbed.ok, out.includes(secret), out.length < 3000]).toEqual([chunk, true, false, true]);
      expect(scrubbed.ok && scrubbed.receipt.notJudged.map(({ because }) => because)).toEqual([
        "A string longer than the bound",
      ]);
    }
  });

  it("HR-3 refuses an entry that is too long without long strings", async () => {
    const har = harOf([{ a: Array.from({ length: 50_000 }, (_, n) => n) }]);
    const { scrubbed } = await run(har, { bounds: { string: 30_000, unit: 100_000 }, chunk: 5000 });
    expect(scrubbed.ok || scrubbed.problem.code).toBe("NL-HAR-LIMIT");
  });

  it("HR-5 follows base64 in base64 to its depth, and takes out what lies deeper", async () => {
    let nested = JSON.stringify({ token: secret });
    for (let depth = 0; depth < 30; depth++) nested = Buffer.from(nested).toString("base64");
    expect(await hidden(harOf([answered(nested, "text/plain")]))).toEqual([true, false, 0]);
  });

  it("HR-5 follows percent escapes a hundred deep", async () => {
    let nested = `https://a.example/?x=%26token=${secret}`;
    for (let depth = 0; depth < 100; depth++) nested = nested.replaceAll("%", "%25");
    expect(await hidden(harOf([asked(nested), answered(JSON.stringify({ token: secret }))]))).toEqual([true, false, 0]);
  });

  it("HR-5 takes out a decompression bomb", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000)).toString("base64");
    const { scrubbed, out } = await run(harOf([answered(bomb, "application/json", { encoding: "base64" })]));
    expect(scrubbed.ok && scrubbed.receipt.notJudged.length).toBe(1);
    expect(out.length).toBeLessThan(2000);
  });

  it("HR-5 HR-3 reads JSON that is nested deep, takes it out when it is deeper, and refuses it outside of texts", async () => {
    const nested = (depth: number): string => `${'{"a":['.repeat(depth)}{"token":"${secret}"}${"]}".repeat(depth)}`;
    expect(await hidden(harOf([answered(nested(2000)), JSON.parse('{"x":1}')]))).toEqual([true, false, 0]);
    expect(await hidden(`{"log":{"entries":[${nested(2000)}]}}`)).toEqual([true, false, 0]);
    const deeper = harOf([answered(nested(20_000))]);
    expect(await hidden(deeper)).toEqual([true, false, 0]);
    expect((await run(deeper)).scrubbed).toMatchObject({
      ok: true,
      receipt: { notJudged: [{ because: "JSON that is nested too deeply" }] },
    });
    const refused = await run(`{"log":{"entries":[${nested(20_000)}]}}`);
    expect(refused.scrubbed).toMatchObject({ ok: false, problem: { code: "NL-HAR-LIMIT" } });
  });

  it("HR-6 reads very many entries", async () => {
    const one = JSON.stringify({
      request: { url: "https://a.example/", headers: [{ name: "cookie", value: `sid=${secret}` }] },
    });
    const har = `{"log":{"entries":[${Array.from({ length: 20_000 }, () => one).join(",")}]}}`;
    const { scrubbed, out } = await run(har);
    expect([scrubbed.ok, scrubbed.ok && scrubbed.receipt.entries, out.includes(secret)]).toEqual([true, 20_000, false]);
  });

  it("HR-5 HR-11 takes out packed bodies that were written as if they were text", async () => {
    const json = JSON.stringify({ password: "not-made-by-chance", padding: "some words again and again ".repeat(9) });
    const brotli = { headers: [{ name: "content-encoding", value: "br" }] };
    for (const [packed, more] of [
      [gzipSync(json), {}],
      [deflateSync(json), {}],
      [brotliCompressSync(json), brotli],
    ] as const) {
      const entry = answered(packed.toString("latin1")) as { readonly response: object };
      const { scrubbed, out } = await run(harOf([{ ...entry, response: { ...entry.response, ...more } }]));
      expect(scrubbed).toMatchObject({ ok: true, receipt: { notJudged: [{ count: 1 }] } });
      expect(out).toMatch(/"text":"withheld#[0-9a-f]{12}"/);
    }
  });

  it("HR-11 unpacks brotli when it is given a way, and takes the body out when not", async () => {
    const body = (bytes: Buffer): object => {
      const entry = answered(bytes.toString("base64"), "application/json", { encoding: "base64" }) as {
        response: object;
      };
      return { ...entry, response: { ...entry.response, headers: [{ name: "Content-Encoding", value: "br" }] } };
    };
    const packed = brotliCompressSync(JSON.stringify({ padding: "words and words", token: secret }));
    expect(await hidden(harOf([body(packed)]))).toEqual([true, false, 0]);
    const { scrubbed, out } = await run(harOf([body(Buffer.from(packed.subarray(0, 20)))]));
    expect(scrubbed.ok && scrubbed.receipt.notJudged[0]?.because).toContain("br");
    expect(out).toContain("withheld#");
  });

  it("HR-32 does not let a secret through when the file changes between the readings", async () => {
    const before = harOf([answered(JSON.stringify({ a: "b" }))]);
    const after = harOf([answered(JSON.stringify({ a: "b", token: secret }))]);
    const { scrub } = await import("../index.ts");
    for (const [first, second] of [
      [before, after],
      [after, before],
    ] as const) {
      let opened = 0;
      let out = "";
      const open = (): Uint8Array[] => [Buffer.from(opened++ === 0 ? first : second)];
      const scrubbed = await scrub(open, (bytes) => void (out += Buffer.from(bytes).toString()), { key: KEY });
      expect([scrubbed.ok, scrubbed.ok && out.includes(secret)]).toEqual([false, false]);
    }
  });

  it("refuses a key that is too short to be one", async () => {
    await expect(run(harOf([]), { key: new Uint8Array(8) })).rejects.toThrow(RangeError);
  });
});
