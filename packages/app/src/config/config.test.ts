import { nearName } from "@nightlatch/core";
import { describe, expect, it } from "vitest";
import { Folder } from "../connect/files/export.fixture.ts";
import { NO_CONFIG, parseConfig, readConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";

function parse(text: string): ReturnType<typeof parseConfig> {
  return parseConfig({ file: "/etc/nightlatch/nightlatch.yaml", text });
}

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ConfigError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "accepted";
}

describe("the configuration", () => {
  it("CL-40 may be absent under its default name, and not under a name that was given", async () => {
    const folder = new Folder();
    const before = process.cwd();
    try {
      process.chdir(folder.path);
      expect(await readConfig(undefined)).toEqual(NO_CONFIG);
      await expect(readConfig("mine.yaml")).rejects.toMatchObject({ code: "NL-CONFIG-MISSING" });
      await expect(readConfig(folder.path)).rejects.toMatchObject({ code: "NL-CONFIG-UNREADABLE" });
      folder.write("nightlatch.yaml", "tenant: acme\n");
      expect((await readConfig(undefined)).tenant).toBe("acme");
    } finally {
      process.chdir(before);
      folder.remove();
    }
  });

  it("CL-41 refuses a key that it does not know, with its line and the name that was probably meant", () => {
    expect(refusal("tenant: acme\nrulse: mine\n")).toBe(
      'NL-CONFIG-FORM /etc/nightlatch/nightlatch.yaml:2: The configuration has no "rulse", only tenant, rules, placeholders, geo, networks, disable, tuning, protected, data, store, sources, outputs, server, log, signals; did you mean `rules`?',
    );
    expect(refusal("geo:\n  asm: x\n")).toMatch(/:2: `geo` has no "asm", only asn, country; did you mean `asn`\?$/);
    expect(refusal("colour: red\n")).toMatch(/signals$/);
  });

  it("CL-45 takes no secret itself, only the place where one is, and wants two credentials", () => {
    const source = "sources:\n  - tenant: acme\n    origin: https://acme.okta.com\n    read: { token: ";
    expect(refusal(`${source}00abc }\n`)).toMatch(/:4: `sources.0.read.token` holds a secret/);
    expect(refusal(`${source}{ env: A } }\n    act: { token: { env: A } }\n`)).toMatch(/two are wanted/);
    const { sources } = parse(`${source}{ env: A } }\n    act: { clientId: 0oa, key: { file: act.json } }\n`).service;
    expect(sources[0]).toMatchObject({ poll: 10, act: { kind: "app", key: { file: "/etc/nightlatch/act.json" } } });
  });

  it("SI-53 signals take key, receivers and issuers; no secret stands in them, and addresses are https or this machine", () => {
    const whole = (more: string): string =>
      `signals:\n  issuer: https://nl.example.com\n  key: { file: k.jwk }\n${more}`;
    const { signals } = parse(
      whole(
        "  receivers:\n    - { name: okta, okta: acme }\n    - { name: soc, url: https://r.example.com/e, audience: https://r.example.com, authorization: { env: A }, events: [session-revoked] }\n  issuers:\n    - { issuer: https://idp.example.com, tenant: acme, jwks: https://idp.example.com/keys }\n",
      ),
    ).service;
    expect(signals).toMatchObject({
      issuer: "https://nl.example.com",
      key: { file: "/etc/nightlatch/k.jwk" },
      receivers: [
        { name: "okta", okta: "acme", events: [] },
        { name: "soc", authorization: { env: "A" }, events: ["session-revoked"] },
      ],
      issuers: [{ audience: "https://nl.example.com", algorithms: ["RS256"], authorization: undefined }],
    });
    for (const [text, wanted] of [
      ["signals:\n  issuer: http://nl.example.com\n", /:2: `signals.issuer` is "http/],
      ["signals:\n  issuer: https://nl.example.com/x\n", /:2: .* more than an origin/],
      ["signals:\n  issuer: https://nl.example.com\n  key: hush\n", /:3: `signals.key` holds a secret/],
      [whole("  receivers: [{ name: a, url: ftp://x, audience: a }]\n"), /:4: `signals.receivers.0.url` is "ftp/],
      [whole("  receivers: [{ name: a, okta: b, events: [x] }]\n"), /:4: .*one of session-revoked/],
      [whole("  receivers: [{ name: a, okta: b }, { name: a, okta: c }]\n"), /:4: Two receivers/],
      [whole("  issuers: [{ issuer: a, tenant: t, jwks: https://a, algorithms: [HS256] }]\n"), /one of RS256/],
    ] as const)
      expect(refusal(text)).toMatch(wanted);
  });

  it("CL-42 counts paths from the folder of the file", () => {
    const { rules, geo } = parse("rules: [mine, /abs/rules]\ngeo: { asn: geo/asn.mmdb }\n");
    expect(rules).toEqual(["/etc/nightlatch/mine", "/abs/rules"]);
    expect(geo).toEqual({ asn: "/etc/nightlatch/geo/asn.mmdb" });
  });

  it("CL-43 takes one text where a list of texts may stand, and numbers as placeholders", () => {
    expect(parse("rules: mine\nplaceholders: { admins: [jo@example.com, 7], one: x }\n")).toMatchObject({
      rules: ["/etc/nightlatch/mine"],
      placeholders: { admins: ["jo@example.com", "7"], one: ["x"] },
    });
    expect(parse("")).toMatchObject({ tenant: undefined, rules: [], placeholders: {}, geo: {} });
    expect(parse("tenant:\nrules:\n")).toMatchObject({ tenant: undefined, rules: [] });
  });

  it.each([
    ["tenant: [a]", ':1: `tenant` is ["a"]; a text is wanted'],
    ["tenant: ''", ':1: `tenant` is ""; a text is wanted'],
    ["rules: { a: b }", ':1: `rules` is {"a":"b"}; a text is wanted'],
    ["placeholders: [a]", ':1: `placeholders` is ["a"]; a map is wanted'],
    ["a: [", ":1: "],
    ["- a", ":1: The top of the file is no map; a map is wanted"],
    ["tenant: *nowhere", ":1: "],
    ["a: &a [*a, *a]", ":1: "],
  ])("CL-44 says file and line of what it cannot use: %s", (text, said) => {
    expect(refusal(text)).toContain(`NL-CONFIG-FORM /etc/nightlatch/nightlatch.yaml${said}`);
  });

  it("CL-44 does not let a small file grow without end", () => {
    const layers = Array.from(
      { length: 12 },
      (_, n) => `a${n + 1}: &a${n + 1} [${Array.from({ length: 10 }, () => `*a${n}`).join(",")}]`,
    );
    expect(refusal(["a0: &a0 x", ...layers].join("\n"))).toMatch(/^NL-CONFIG-FORM /);
  });
});

describe("nearName", () => {
  it("CL-41 knows a name by up to two slips", () => {
    expect(nearName("tennant", ["tenant", "rules"])).toBe("tenant");
    expect(nearName("ruels", ["tenant", "rules"])).toBe("rules");
    expect(nearName("colour", ["tenant", "rules"])).toBeUndefined();
  });
});
