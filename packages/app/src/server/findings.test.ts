import { createSuppression, endSuppression, getFinding, listFindings, listRevisions } from "@nightlatch/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { House, kept, NOW } from "./server.fixture.ts";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
beforeEach(() => house.clear());
afterAll(() => house.close());

describe("findings over HTTP", () => {
  it("AP-20 findings are listed newest first, and filtered by tenant, rule, severity, entity and time", async () => {
    const client = await house.client("read");
    await house.keep({ id: "nl-1", severity: "low" });
    house.now += 1000;
    await house.keep({
      id: "nl-2",
      tenant: "other",
      first: "2026-01-03T00:00:00.000Z",
      last: "2026-01-03T01:00:00.000Z",
    });
    house.now += 1000;
    const rule = { id: "token.made", title: "Token", kind: "sigma" as const, attack: [] };
    const entities = { user: [], session: [], ip: ["198.51.100.7"], app: ["0oa1"], token: [] };
    await house.keep({ id: "nl-3", rule, entities });
    const ids = async (query: Parameters<typeof kept<typeof listFindings.example.input, unknown>>[2] = {}) =>
      (await kept(client, listFindings, query)).items.map(({ finding }) => finding.id);
    expect(await ids()).toEqual(["nl-3", "nl-2", "nl-1"]);
    expect(await ids({ tenant: "acme" })).toEqual(["nl-3", "nl-1"]);
    expect(await ids({ rule: "token.made" })).toEqual(["nl-3"]);
    expect(await ids({ severity: "medium" })).toEqual(["nl-3", "nl-2"]);
    expect(await ids({ entity: "jo@example.com" })).toEqual(["nl-2", "nl-1"]);
    expect(await ids({ entity: "0oa1" })).toEqual(["nl-3"]);
    expect(await ids({ entity: "nobody" })).toEqual([]);
    expect(await ids({ since: "2026-01-04T00:00:00Z" })).toEqual(["nl-3", "nl-1"]);
    expect(await ids({ until: "2026-01-04T00:00:00+01:00" })).toEqual(["nl-2"]);
    expect(await ids({ since: "2026-01-03T01:00:00Z", until: "2026-01-03T01:00:01Z" })).toEqual(["nl-2"]);
    expect(await ids({ changedSince: new Date(NOW + 1000).toISOString() })).toEqual(["nl-3", "nl-2"]);
    expect(await ids({ limit: 2 })).toEqual(["nl-3", "nl-2"]);
    expect(await ids({ tenant: "' OR '1'='1" })).toEqual([]);
  });

  it("AP-22 a finding is read as it stands or as it stood, with every state it was in", async () => {
    const client = await house.client("read");
    await house.keep({ severity: "low" });
    house.now += 1000;
    await house.keep({ severity: "critical" });
    const now = await kept(client, getFinding, { id: "nl-1" });
    expect(now).toMatchObject({ revision: 2, change: 2, finding: { severity: "critical" } });
    expect([now.created, now.updated]).toEqual([new Date(NOW).toISOString(), new Date(NOW + 1000).toISOString()]);
    const then = await kept(client, getFinding, { id: "nl-1", revision: 1 });
    expect(then).toMatchObject({ revision: 1, updated: new Date(NOW).toISOString(), finding: { severity: "low" } });
    const first = await kept(client, listRevisions, { id: "nl-1", limit: 1 });
    expect(first.items).toMatchObject([{ revision: 1, at: new Date(NOW).toISOString() }]);
    const second = await kept(client, listRevisions, { id: "nl-1", limit: 1, cursor: first.next ?? "" });
    expect(second.items).toMatchObject([{ revision: 2, finding: { severity: "critical" } }]);
    for (const asked of [{ id: "nl-9" }, { id: "nl-1", revision: 3 }])
      await expect(client.call(getFinding, asked)).rejects.toMatchObject({ code: "NL-API-MISSING", status: 404 });
    await expect(client.call(listRevisions, { id: "nl-9" })).rejects.toMatchObject({ code: "NL-API-MISSING" });
  });

  it("AP-23 a finding that a suppression covers is shown all the same, and names it while it holds", async () => {
    const reader = await house.client("read");
    const writer = await house.client("write");
    await house.keep();
    await house.keep({ id: "nl-2", tenant: "other" });
    const covers = async () => (await kept(reader, listFindings, {})).items.map((one) => one.suppressedBy).toReversed();
    const until = new Date(NOW + 60_000).toISOString();
    const one = await kept(writer, createSuppression, { tenant: "acme", entity: "192.0.2.1", why: "Ours", until });
    expect(await covers()).toEqual([one.id, null]);
    house.now += 60_000;
    expect(await covers()).toEqual([null, null]);
    const two = await kept(writer, createSuppression, { tenant: "acme", rule: "session.replay", why: "A test" });
    expect(await covers()).toEqual([two.id, null]);
    await kept(writer, endSuppression, { id: two.id });
    expect(await covers()).toEqual([null, null]);
  });
});
