import { createHmac } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { exposureOf, type Inspection, Inspector } from "../index.ts";
import { chance, jwt } from "../planted.fixture.ts";
import { answered, asked, harOf, KEY, run } from "../scrub/run.fixture.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const hashOf = (value: string): string => createHmac("sha256", KEY).update(value, "latin1").digest("hex");

async function inspected(har: string): Promise<Inspection> {
  const inspector = new Inspector({ key: KEY });
  expect(await inspector.capture(() => [bytesOf(har)])).toBeUndefined();
  return inspector.inspection();
}

const SID = "102kQz81LmWb0xTqVy3RnEs5u";
const CLAIMS = {
  iss: "https://acme.okta.com/oauth2/default",
  aud: ["api://default", "api://other"],
  sub: "jane@acme.example",
  uid: "00uJaneRoe1234567890",
  cid: "0oaClient12345678901",
  iat: 1_696_255_200,
  exp: 1_696_258_800,
};
const cookie = (at: string, host: string): object => ({
  ...asked(`https://${host}/app`, [
    { name: "cookie", value: `sid=${SID}` },
    { name: "user-agent", value: "Agent/1.0" },
    { name: "accept-language", value: "nb-NO" },
    { name: "sec-ch-ua", value: '"Chromium";v="117"' },
    { name: "x-forwarded-for", value: "192.0.2.7, 198.51.100.1" },
  ]),
  startedDateTime: at,
});

describe("what a capture exposes", () => {
  it("HR-40 tells each credential once, with its class, names, places, hosts and times, and not its value", async () => {
    const har = harOf([
      cookie("2023-10-02T14:00:00.000Z", "acme.okta.com"),
      cookie("2023-10-02T14:30:00.000Z", "acme-admin.okta.com"),
      { ...answered(JSON.stringify({ note: SID })), startedDateTime: "2023-10-02T14:10:00.000Z" },
    ]);
    const { entries, artefacts } = await inspected(har);
    const [first] = artefacts.filter((artefact) => artefact.class === "okta-session");
    expect(entries).toBe(3);
    expect(artefacts.filter(({ hash }) => hash === hashOf(SID))).toEqual([first]);
    expect(first).toMatchObject({
      title: "Okta session cookie",
      confidence: "exact",
      names: expect.arrayContaining(["sid"]) as unknown,
      hosts: ["acme.okta.com", "acme-admin.okta.com", "app.example"],
      firstSeen: "2023-10-02T14:00:00.000Z",
      lastSeen: "2023-10-02T14:30:00.000Z",
    });
    expect(first?.places).toContainEqual({ place: "request.headers", count: 2 });
    expect(first?.opens).toMatch(/^Everything the user reaches through Okta/);
    expect(first?.action).toContain("DELETE /api/v1/users/{id}/sessions");
    expect(JSON.stringify(artefacts)).not.toContain(SID);
    // It has the name that scrubbing under the same key writes.
    expect((await run(har)).out).toContain(first?.pseudonym);
  });

  it("HR-41 reads owner, issuer, audience, issue and expiry offline from JWT, SAML and Basic credentials", async () => {
    const saml = `<saml2p:Response ID="id1" IssueInstant="2023-10-02T14:00:00Z"><saml2:Issuer>http://www.okta.com/exk1</saml2:Issuer><saml2:NameID>jane@acme.example</saml2:NameID><saml2:SubjectConfirmationData Recipient="https://app.example/acs" NotOnOrAfter="2023-10-02T14:05:00Z"/><saml2:AuthnStatement SessionIndex="idSESSIONINDEX123"/></saml2p:Response>`;
    const { artefacts } = await inspected(
      harOf([
        asked(`https://app.example/acs?SAMLResponse=${encodeURIComponent(deflateRawSync(saml).toString("base64"))}`, [
          { name: "authorization", value: `Bearer ${jwt(CLAIMS, chance(3, 86))}` },
          { name: "proxy-authorization", value: `Basic ${btoa("jane:wonder-3-land")}` },
        ]),
      ]),
    );
    expect(artefacts.find((artefact) => artefact.class === "okta-token")).toMatchObject({
      owner: "jane@acme.example",
      issuer: CLAIMS.iss,
      audience: "api://default api://other",
      issuedAt: "2023-10-02T14:00:00.000Z",
      expiresAt: "2023-10-02T15:00:00.000Z",
      ids: expect.arrayContaining([{ name: "cid", value: CLAIMS.cid }]) as unknown,
    });
    expect(artefacts.find((artefact) => artefact.class === "saml")).toMatchObject({
      owner: "jane@acme.example",
      issuer: "http://www.okta.com/exk1",
      audience: "https://app.example/acs",
      expiresAt: "2023-10-02T14:05:00Z",
    });
    expect(artefacts.find((artefact) => artefact.class === "basic")).toMatchObject({ owner: "jane" });
  });

  it.each([
    ["a cURL command", `curl -H 'Authorization: SSWS 00${"aB3xZ".repeat(8)}' https://acme.okta.com`, "okta-api-token"],
    ["a cookie of a command", `curl -b 'sid=${SID}; lang=en' https://acme.okta.com`, "okta-session"],
    ["a password of a command", `$ curl -u "jane:wonder-3-land" https://a.example`, "password"],
    ["a log", `2023-10-02 14:00:00 INFO token=${chance(5, 40)} user=jane`, "access-token"],
    ["a ticket", `"Hello, my token is ghp_${chance(6, 36)}, please help"`, "vendor-token"],
    [
      "a request as it was sent",
      `GET / HTTP/1.1\r\nCookie: CF_Authorization=${jwt({ iss: "https://acme.cloudflareaccess.com" }, chance(7, 86))}\r\n`,
      "cloudflare-access",
    ],
    ["a key", `-----BEGIN PRIVATE KEY-----\n${chance(8, 64)}\n-----END PRIVATE KEY-----`, "private-key"],
  ])("HR-42 finds the same classes in any text: %s", (_, text, wanted) => {
    const inspector = new Inspector({ key: KEY });
    inspector.text(bytesOf(text), "ticket.txt");
    const { artefacts } = inspector.inspection();
    expect(artefacts.map((artefact) => artefact.class)).toContain(wanted);
    expect(artefacts[0]?.places[0]?.place).toBe("ticket.txt");
  });

  it("HR-43 gives the victim's fingerprint, and keyed hashes by the fields of a log with how certain a match is", async () => {
    const har = harOf([
      cookie("2023-10-02T14:00:00.000Z", "acme.okta.com"),
      {
        ...asked("https://acme.okta.com/", [{ name: "authorization", value: `Bearer ${jwt(CLAIMS, chance(9, 86))}` }]),
        startedDateTime: "2023-10-02T14:20:00.000Z",
      },
    ]);
    const exposure = await exposureOf(() => [bytesOf(har)], { key: KEY });
    if (!exposure.ok) throw new Error(exposure.problem.message);
    expect(exposure.victim).toEqual({
      addresses: ["192.0.2.7", "198.51.100.1"],
      agents: ["Agent/1.0"],
      clientHints: [{ name: "sec-ch-ua", value: '"Chromium";v="117"' }],
      languages: ["nb-NO"],
      hosts: ["acme.okta.com"],
      from: "2023-10-02T14:00:00.000Z",
      to: "2023-10-02T14:20:00.000Z",
    });
    const matches = exposure.artefacts.flatMap((artefact) => artefact.matches);
    expect(matches).toContainEqual({ field: "actor.id", hash: hashOf(CLAIMS.uid), certainty: "exact" });
    expect(matches).toContainEqual({ field: "client.id", hash: hashOf(CLAIMS.cid), certainty: "exact" });
    expect(matches).toContainEqual({
      field: "authenticationContext.externalSessionId",
      hash: hashOf(SID),
      certainty: "possible",
    });
    expect(JSON.stringify(exposure)).not.toContain(SID);
    expect(await exposureOf(() => [bytesOf("{}")], { key: KEY })).toMatchObject({
      ok: false,
      problem: { code: "NL-HAR-SHAPE" },
    });
  });
});
