import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "@nightlatch/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { NO_SERVICE } from "../config/service.ts";
import { openStores, type Stores } from "../service/index.ts";
import { event, record } from "../store/events/event.fixture.ts";
import { LeakVigil } from "./leak-vigil.ts";
import { type LeakWatch, setWatches, watchesOf } from "./leak-watch.ts";
import { leakedInStore } from "./leaked.ts";

const NOW = Date.UTC(2026, 0, 6, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CAPTURED = NOW - HOUR;
const CHROME = (major: number): string =>
  `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
const HOME = { ip: "192.0.2.7", asn: 64496, ua: CHROME(118) };
const AWAY = { ip: "203.0.113.66", asn: 64511, ua: CHROME(99) };
const folder = mkdtempSync(join(tmpdir(), "nightlatch-leaked-"));
let stores: Stores;
let tenants = 0;
let tenant = "";
let published: Finding[] = [];

beforeAll(async () => {
  stores = await openStores(NO_SERVICE, { folder, secrets: { file: "", env: {} } });
});
afterAll(async () => {
  await stores.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  tenant = `t${++tenants}`;
  published = [];
});

function vigil(): LeakVigil {
  const publish = (findings: readonly Finding[]): Promise<void> => {
    published.push(...findings);
    return Promise.resolve();
  };
  return new LeakVigil({ ...stores, tenant, publish, now: () => NOW });
}

let made = 0;
type From = typeof HOME;
async function happens(
  time: number,
  { ip, asn, ua }: From,
  over: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const uid = `${tenant}-${++made}`;
  const text = record(uid, time, {
    eventType: "user.authentication.sso",
    actor: { id: "00uJO", type: "User", alternateId: "jo@example.com", displayName: "Jo" },
    client: { ipAddress: ip, userAgent: { rawUserAgent: ua } },
    securityContext: { asNumber: asn },
    authenticationContext: { externalSessionId: "idxJO" },
    ...over,
  });
  await stores.events.append([event(text, { tenant, received: NOW })]);
  return uid;
}

/** A capture of Jo's browser, with more headers. */
function capture(more: Readonly<Record<string, string>>): string {
  const headers = Object.entries({ "user-agent": HOME.ua, ...more }).map(([name, value]) => ({ name, value }));
  const request = { method: "GET", url: "https://acme.okta.com/", headers, cookies: [], queryString: [] };
  const entries = [{ startedDateTime: new Date(CAPTURED).toISOString(), time: 1, request, response: { status: 200 } }];
  const file = join(folder, `${tenant}.har`);
  writeFileSync(file, JSON.stringify({ log: { version: "1.2", creator: { name: "x", version: "1" }, entries } }));
  return file;
}

/** Looks for the capture's sessions in the store, and watches what is found. */
async function watched(more: Readonly<Record<string, string>>): Promise<readonly LeakWatch[]> {
  const outcome = await leakedInStore(capture(more), stores.events, { tenant, findings: [], now: NOW });
  if (!outcome.ok) throw new Error(outcome.problem.message);
  const watches = watchesOf(outcome);
  await setWatches(stores.state, `capture-${tenant}`, { who: "kim", at: NOW, watches: { tenant, watches } });
  return watches;
}

const SESSION = { cookie: "idx=idxJO" };
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const tokenUntil = (exp: number): string =>
  `${part({ alg: "RS256" })}.${part({ iss: "https://acme.okta.com/oauth2/v1", uid: "00uJO", cid: "0oaCLIENT", sub: "jo@example.com", exp })}.${"sK9_".repeat(20)}`;

describe("the vigil over a leaked capture", () => {
  it("HR-53 HR-57 the store is asked for the session, and its first foreign use is one critical finding", async () => {
    await happens(CAPTURED - 30 * MINUTE, HOME);
    expect(await watched(SESSION)).toMatchObject([
      {
        kind: "session",
        id: "idxJO",
        since: CAPTURED,
        user: { name: "jo@example.com" },
        fingerprint: { networks: [64496] },
      },
    ]);
    const one = vigil();
    expect(await one.look()).toEqual([]);
    const uid = await happens(CAPTURED + 30 * MINUTE, AWAY);
    const findings = await one.look();
    expect(findings).toMatchObject([{ severity: "critical", rule: { id: "leak.foreign-use" }, evidence: [{ uid }] }]);
    expect(published).toEqual(findings);
    // Nothing new: nothing is said. After a restart the same is found, and it is the same claim.
    expect(await one.look()).toEqual(findings);
    const again = await vigil().look();
    expect(again).toEqual(findings);
  });

  it("HR-57 the victim's own use is none: the same network, a newer browser, the end of the session", async () => {
    await happens(CAPTURED - 30 * MINUTE, HOME);
    await watched(SESSION);
    await happens(CAPTURED + MINUTE, { ...HOME, ip: "192.0.2.99" });
    await happens(CAPTURED + 2 * MINUTE, { ...HOME, ua: CHROME(119) });
    await happens(CAPTURED + 3 * MINUTE, AWAY, { eventType: "user.session.end" });
    expect(await vigil().look()).toEqual([]);
  });

  it("HR-57 a refused try counts: somebody has it", async () => {
    await happens(CAPTURED - 30 * MINUTE, HOME);
    await watched(SESSION);
    await happens(CAPTURED + MINUTE, AWAY, { outcome: { result: "DENY" } });
    expect(await vigil().look()).toHaveLength(1);
  });

  it("HR-56 API tokens seen in the victim's hands, and clients of OAuth tokens until these expire, are watched too", async () => {
    const byToken = { transaction: { detail: { requestApiTokenId: "00TJO" } }, authenticationContext: {} };
    await happens(CAPTURED, HOME, byToken);
    const jwt = tokenUntil((NOW + HOUR) / 1000);
    const watches = await watched({ authorization: `Bearer ${jwt}`, "x-other": `SSWS 00${"aB3xZ".repeat(8)}` });
    expect(watches.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["api-token 00TJO", "client 0oaCLIENT"]);
    expect(watches[1]?.until).toBe(NOW + HOUR);
    await happens(CAPTURED + MINUTE, AWAY, byToken);
    await happens(CAPTURED + MINUTE, AWAY, {
      client: { id: "0oaCLIENT", ipAddress: AWAY.ip, userAgent: { rawUserAgent: AWAY.ua } },
      authenticationContext: {},
    });
    const findings = await vigil().look();
    expect(findings.map(({ summary }) => summary.split(" stands ")[0])).toEqual([
      "The API token 00TJO of jo@example.com",
      "A token of the client 0oaCLIENT of jo@example.com",
    ]);
    const expired = await watched({ authorization: `Bearer ${tokenUntil((NOW - HOUR) / 1000)}` });
    expect(expired.filter(({ kind }) => kind === "client")).toEqual([]);
  });

  it("HR-56 setting watches over a capture again takes the place of the first, and what is over is not watched", async () => {
    await happens(CAPTURED - 30 * MINUTE, HOME);
    const [watch] = await watched(SESSION);
    await happens(CAPTURED + MINUTE, AWAY);
    const set = (watches: readonly LeakWatch[]): Promise<void> =>
      setWatches(stores.state, `capture-${tenant}`, { who: "kim", at: NOW, watches: { tenant, watches } });
    if (watch === undefined) throw new Error("Nothing was watched");
    await set([{ ...watch, until: NOW - 1 }]);
    expect(await vigil().look()).toEqual([]);
    await set([watch]);
    expect(await vigil().look()).toHaveLength(1);
  });
});
