import { createHash } from "node:crypto";
import {
  createSuppression,
  endSuppression,
  findEvents,
  getCoverage,
  getEvent,
  getMinutes,
  listDeadLetters,
  listSources,
  listSuppressions,
  lookUpEvents,
  openapi,
  openapiDocument,
  reviveDeadLetters,
} from "@nightlatch/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { event, record } from "../store/events/event.fixture.ts";
import { countMinutes, learnCoverage } from "../store/state/index.ts";
import { House, kept, NOW } from "./server.fixture.ts";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
beforeEach(() => house.clear());
afterAll(() => house.close());

const SOURCE = "okta.system_log";

describe("events over HTTP", () => {
  it("AP-30 an event is read by its uid, byte for byte, with its hash", async () => {
    const raw = record("u1", NOW, { note: "a b\u0000 \u{1f600} 12345678901234567890" });
    const broken = Buffer.concat([
      Buffer.from(record("u2", NOW).slice(0, -1)),
      Buffer.from(',"x":"'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]);
    await house.events.append([event(raw), event(broken), event(record("u/3 ?#", NOW))]);
    const client = await house.client("read");
    const { items } = await kept(client, getEvent, { tenant: "acme", uid: "u1" });
    const sha256 = createHash("sha256").update(raw).digest("hex");
    expect(items).toMatchObject([
      { uid: "u1", source: SOURCE, raw, sha256, encoding: "utf-8", time: new Date(NOW).toISOString() },
    ]);
    const [strange] = (await kept(client, getEvent, { tenant: "acme", uid: "u2" })).items;
    expect(Buffer.from(strange?.raw ?? "", strange?.encoding === "base64" ? "base64" : "utf8")).toEqual(broken);
    expect((await kept(client, getEvent, { tenant: "acme", uid: "u/3 ?#" })).items).toHaveLength(1);
    await expect(client.call(getEvent, { tenant: "other", uid: "u1" })).rejects.toMatchObject({
      code: "NL-API-MISSING",
    });
    const looked = await kept(client, lookUpEvents, { tenant: "acme", uids: ["u1", "u9", "u1", "u2"] });
    expect(looked.items.map(({ uid }) => uid).toSorted()).toEqual(["u1", "u2"]);
    expect(looked.missing).toEqual(["u9"]);
  });

  it("AP-31 a question is answered page by page, and one that cannot be read with its place", async () => {
    const uids = ["a1", "a2", "a3"];
    await house.events.append(uids.map((uid, n) => event(record(uid, NOW - n, { displayMessage: "odd one" }))));
    await house.events.append([event(record("a2", NOW - 1, { displayMessage: "odd one" }), { tenant: "other" })]);
    const client = await house.client("read");
    const found: string[] = [];
    for await (const { uid, tenant } of client.each(findEvents, { query: 'text~"odd one" since=1h', limit: 2 })) {
      found.push(`${tenant} ${uid}`);
      // What "an hour ago" is stays as it was for the first page.
      house.now += 4_000_000;
    }
    expect(found).toEqual(["acme a1", "other a2", "acme a2", "acme a3"]);
    const page = await kept(client, findEvents, { query: "uid=(a1, a2)", tenant: "other" });
    expect(page).toMatchObject({ items: [{ tenant: "other", uid: "a2" }], next: null });
    await expect(client.call(findEvents, { query: "usr=jo" })).rejects.toMatchObject({
      code: "NL-API-QUERY",
      problem: {
        detail: expect.stringContaining('did you mean "user"') as string,
        errors: [{ place: "query", at: 0 }],
      },
    });
    for (const place of ["x", [NOW, NOW, "a1", "acme"], [NOW, 1e300, "a1", "acme", ""], [NOW, -1, "a1", "acme", ""]]) {
      const cursor = Buffer.from(JSON.stringify(place)).toString("base64url");
      await expect(client.call(findEvents, { query: "", cursor })).rejects.toMatchObject({ code: "NL-API-CURSOR" });
    }
  });
});

describe("the other areas over HTTP", () => {
  it("AP-32 coverage says what is known of a time, and what is proven", async () => {
    const key = { tenant: "acme", source: SOURCE };
    await house.state.db.transaction().execute(async (db) => {
      const complete = {
        from: NOW,
        until: NOW + 3_600_000,
        state: "complete",
        reason: "read to its end",
        knownAt: NOW,
      } as const;
      await learnCoverage(db, key, complete);
      await learnCoverage(db, key, {
        ...complete,
        from: NOW + 60_000,
        until: NOW + 120_000,
        state: "gap",
        reason: "lost",
      });
      await countMinutes(db, key, [
        { time: NOW + 1, late: false },
        { time: NOW + 2, late: true },
        { time: NOW + 180_000, late: false },
      ]);
    });
    const client = await house.client("read");
    const span = (from: number, until: number) => ({
      ...key,
      since: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
    });
    expect(await kept(client, getCoverage, span(NOW, NOW + 60_000))).toMatchObject({ proven: true });
    const partly = await kept(client, getCoverage, span(NOW - 60_000, NOW + 180_000));
    expect(partly.proven).toBe(false);
    expect(partly.stretches.map(({ state }) => state)).toEqual(["unknown", "complete", "gap", "complete"]);
    expect(await kept(client, getCoverage, { ...span(NOW, NOW + 1), tenant: "other" })).toMatchObject({
      proven: false,
    });
    const minutes = await kept(client, getMinutes, span(NOW, NOW + 180_000));
    expect(minutes.minutes).toEqual([{ minute: new Date(NOW).toISOString(), events: 2, late: 1 }]);
    for (const [from, until] of [
      [NOW, NOW],
      [NOW, NOW - 1],
    ] as const)
      await expect(client.call(getCoverage, span(from, until))).rejects.toMatchObject({ code: "NL-API-INPUT" });
    await expect(client.call(getMinutes, span(NOW, NOW + 8 * 86_400_000))).rejects.toMatchObject({
      code: "NL-API-INPUT",
    });
  });

  it("AP-33 each source says how far it was read; of its trouble only the code is told", async () => {
    const client = await house.client("read");
    expect((await kept(client, listSources, {})).items).toEqual([
      {
        tenant: "acme",
        source: SOURCE,
        lastRead: new Date(NOW - 1000).toISOString(),
        lastEvent: new Date(NOW - 5000).toISOString(),
        lagSeconds: null,
        caughtUp: true,
        quiet: false,
        problem: null,
      },
    ]);
    await house.state.db
      .transaction()
      .execute((db) =>
        learnCoverage(
          db,
          { tenant: "acme", source: SOURCE },
          { from: 0, until: NOW - 90_000, state: "complete", reason: "", knownAt: NOW },
        ),
      );
    house.watches = [
      { ...house.watches[0]!, quiet: true, lastRead: 0, trouble: "NL-OKTA-AWAY: no answer from a-secret-host" },
    ];
    const [item] = (await kept(client, listSources, {})).items;
    expect(item).toMatchObject({ lagSeconds: 90, quiet: true, lastRead: null, problem: "NL-OKTA-AWAY" });
    expect(JSON.stringify(item)).not.toContain("a-secret-host");
  });

  it("AP-34 notices that were put aside are listed page by page, and taken up again", async () => {
    for (let n = 0; n < 5; n++)
      await house.state.db
        .insertInto("outbox")
        .values({
          id: `n${n}`,
          output: n < 2 ? "soc" : "chat",
          tenant: "acme",
          finding: "nl-1",
          revision: 1,
          body: "{}",
          attempts: 3,
          next_at: 0,
          state: n === 4 ? "sent" : "dead",
          error: "Away",
          created: NOW,
        })
        .execute();
    const client = await house.client("read", "write");
    const listed: string[] = [];
    for await (const { id } of client.each(listDeadLetters, { limit: 2 })) listed.push(id);
    expect(listed).toEqual(["n0", "n1", "n2", "n3"]);
    expect(await kept(client, listDeadLetters, { limit: 1 })).toMatchObject({
      items: [{ error: "Away", attempts: 3 }],
    });
    expect(await kept(client, reviveDeadLetters, { output: "soc" })).toEqual({ revived: 2 });
    expect(await kept(client, reviveDeadLetters, {})).toEqual({ revived: 2 });
    expect((await kept(client, listDeadLetters, {})).items).toEqual([]);
  });

  it("AP-35 a suppression is decided with a reason, listed, and ended; each step is in the journal", async () => {
    const client = await house.client("read", "write");
    const wanted = { tenant: "acme", rule: "session.replay", why: "A test of ours" };
    const made = await kept(client, createSuppression, wanted);
    expect(made).toMatchObject({ ...wanted, entity: null, until: null, who: "test" });
    expect((await kept(client, listSuppressions, {})).items).toEqual([made]);
    house.now += 1000;
    const ended = await kept(client, endSuppression, { id: made.id });
    expect(ended.until).toBe(new Date(house.now).toISOString());
    expect((await kept(client, listSuppressions, {})).items).toEqual([]);
    expect((await kept(client, listSuppressions, { which: "all", tenant: "acme" })).items).toEqual([ended]);
    await expect(client.call(endSuppression, { id: "nothing" })).rejects.toMatchObject({ code: "NL-API-MISSING" });
    const past = { ...wanted, until: new Date(NOW - 1).toISOString() };
    await expect(client.call(createSuppression, past)).rejects.toMatchObject({ code: "NL-API-INPUT" });
    await expect(client.call(createSuppression, { tenant: "acme", why: "all" })).rejects.toMatchObject({
      code: "NL-API-INPUT",
    });
    const entries = await house.state.db.selectFrom("journal").select("kind").orderBy("seq").execute();
    expect(entries.map(({ kind }) => kind)).toEqual(["token.create", "suppression.create", "suppression.end"]);
  });

  it("AP-37 health needs nothing, readiness the stores, and figures are in the form of Prometheus", async () => {
    expect(await (await house.get("/healthz")).json()).toEqual({ status: "ok" });
    expect(await (await house.get("/readyz")).json()).toEqual({ status: "ready" });
    await house.keep();
    house.watches = [{ ...house.watches[0]!, tenant: 'a"b\\c\nd' }];
    const authorization = `Bearer ${await house.token("read")}`;
    const answer = await house.get("/metrics", { authorization });
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const text = await answer.text();
    for (const line of text.split("\n").slice(0, -1))
      expect(line).toMatch(
        /^(?:# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\})? -?[\d.e+-]+)$/,
      );
    expect(text).toMatch(/^nightlatch_findings\{tenant="acme",severity="high"\} 1$/m);
    expect(text).toMatch(/^nightlatch_http_requests_total\{route="health",status="200"\} 1$/m);
    expect(text).toContain('nightlatch_source_quiet{tenant="a\\"b\\\\c\\nd",source="okta.system_log"} 0');
  });

  it("AP-40 the document that is served is the one of the contract", async () => {
    expect(await kept(await house.client("read"), openapi, {})).toEqual(openapiDocument());
  });
});
