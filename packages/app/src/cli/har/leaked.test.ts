import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Folder } from "../../connect/files/export.fixture.ts";
import type { LeakedReport } from "../../leaked/index.ts";
import { nightlatch, ROOT } from "../nightlatch.fixture.ts";

const LOG = join("corpus", "scenarios", "r2-beyondtrust", "events.ndjson");
/** The session that the story tells of, its owner, and from where it was abused (its story.md). */
const SESSION = "idxZH-tqfrhZI452h5vcVdLFJ";
const OWNER = "sami.marsh@example.com";
const INTRUDER = "202.59.10.100";

const used: Folder[] = [];
afterEach(() => {
  for (const one of used.splice(0)) one.remove();
});

interface SmallEvent {
  readonly published: string;
  readonly authenticationContext: { readonly externalSessionId: string | null };
  readonly client: { readonly userAgent: { readonly rawUserAgent: string } | null };
}

/** The victim's browser, as the log has it. */
function agentOf(session: string): string {
  for (const line of readFileSync(join(ROOT, LOG), "utf8").split("\n")) {
    if (!line.includes(session)) continue;
    const event = JSON.parse(line) as SmallEvent;
    const agent = event.client.userAgent?.rawUserAgent;
    if (event.authenticationContext.externalSessionId === session && agent !== undefined) return agent;
  }
  throw new Error(`No event of ${session}`);
}

/** A capture that the victim made for a vendor's support. */
function capture(cookie: string, { agent, token = "" }: { readonly agent: string; readonly token?: string }): string {
  const headers = [
    { name: "user-agent", value: agent },
    { name: "cookie", value: `sid=${cookie}` },
    ...(token === "" ? [] : [{ name: "authorization", value: `Bearer ${token}` }]),
  ];
  const entry = (at: string): object => ({
    startedDateTime: at,
    time: 10,
    request: { method: "GET", url: "https://example.okta.com/admin/dashboard", headers, cookies: [], queryString: [] },
    response: { status: 200, headers: [], cookies: [], content: { size: 0, mimeType: "text/html" }, redirectURL: "" },
  });
  const entries = ["2023-10-02T15:50:00.000Z", "2023-10-02T15:58:00.000Z"].map(entry);
  const folder = new Folder();
  used.push(folder);
  return folder.write(
    "support.har",
    JSON.stringify({ log: { version: "1.2", creator: { name: "x", version: "1" }, entries } }),
  );
}

function tokenOf(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.${"sK9_".repeat(20)}`;
}

async function leaked(file: string, ...more: readonly string[]): Promise<LeakedReport> {
  const ran = await nightlatch(["har", "leaked", file, LOG, "--format", "json", ...more]);
  expect([ran.exit, ran.stderr]).toEqual([0, ""]);
  return JSON.parse(ran.stdout) as LeakedReport;
}

describe("nightlatch har leaked", () => {
  it("HR-53 tells the session of a capture by its user, browser and time, who used it since, and what to do", async () => {
    const token = tokenOf({ iss: "https://example.okta.com/oauth2/default", sub: OWNER, exp: 1_696_260_000 });
    const report = await leaked(capture("102fYk3nQmZr8WvT1sLxPq5Ud", { agent: agentOf(SESSION), token }));
    const [first] = report.sessions;
    expect(first).toMatchObject({ session: SESSION, user: { name: OWNER }, certainty: "likely", state: "ended" });
    expect(first?.because).toMatch(/user\.session\.clear/);
    expect(first?.foreign.map(({ ip }) => ip)).toContain(INTRUDER);
    expect(report.sessions.slice(1).every(({ certainty }) => certainty !== "certain")).toBe(true);
    expect(report.findings.some(({ entities }) => entities.session.includes(SESSION))).toBe(true);
    expect(report.artefacts.find((artefact) => artefact.class === "okta-token")).toMatchObject({
      state: "expired",
      owner: OWNER,
    });
    expect(report.containment.map(({ call }) => call)).toContainEqual(
      expect.stringContaining(`DELETE /api/v1/users/${first?.user.id ?? ""}/sessions`),
    );
    expect(JSON.stringify(report)).not.toContain("102fYk3nQmZr8WvT1sLxPq5Ud");
  });

  it("HR-54 is certain only where the log holds an identifier of the capture", async () => {
    const agent = agentOf(SESSION);
    const byId = await leaked(capture(SESSION, { agent }));
    expect(byId.sessions[0]).toMatchObject({ session: SESSION, certainty: "certain" });
    const byBrowser = await leaked(capture("102fYk3nQmZr8WvT1sLxPq5Ud", { agent }));
    expect(byBrowser.sessions.every(({ certainty }) => certainty === "possible")).toBe(true);
    const nobody = await leaked(capture("102fYk3nQmZr8WvT1sLxPq5Ud", { agent: "Lynx/2.9" }));
    expect(nobody.sessions).toEqual([]);
  });

  it("HR-55 says the same for people, and no credential", async () => {
    const file = capture(SESSION, { agent: agentOf(SESSION) });
    const ran = await nightlatch(["har", "leaked", file, LOG]);
    expect(ran.exit).toBe(0);
    expect(ran.stdout).toContain(`certain: ${SESSION} of ${OWNER}`);
    expect(ran.stdout).toContain("does not fit: another browser, another address");
    expect(ran.stdout).toContain("What to do");
    expect(ran.stdout).toContain("Not watched yet: ask the store of the service");
    const broken = used[0]?.write("broken.har", "{") ?? "";
    const refused = await nightlatch(["har", "leaked", broken, LOG]);
    expect([refused.exit, refused.stderr.split(" ")[0]]).toEqual([3, "NL-HAR-TRUNCATED"]);
  });
});
