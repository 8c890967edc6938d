import { describe, expect, it } from "vitest";
import { toldCase } from "../case-report/told-case.fixture.ts";
import { stixBundleOf } from "./index.ts";
import { wrongsOf } from "./stix-schema.fixture.ts";
import { objectId, observableId } from "./name-id.ts";

describe("stixBundleOf()", () => {
  it("RP-20 ids of observables are those of every producer", () => {
    // The first is the example of STIX 2.1, 2.9; the others were computed with Python's uuid.uuid5.
    expect(observableId("ipv4-addr", { value: "198.51.100.3" })).toBe(
      "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4",
    );
    expect(observableId("ipv6-addr", { value: "2001:db8::1" })).toBe("ipv6-addr--6469e3a9-b053-5e34-a025-9396ae051d26");
    expect(observableId("user-account", { user_id: "00u1", account_login: "zoë@example.com" })).toBe(
      "user-account--1238fc05-e946-52f3-9cdf-41eb9e6c15da",
    );
    expect(objectId("incident", ["a".repeat(200)])).toMatch(
      /^incident--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it("RP-21 every object has what its type demands, every reference leads to an object, and every id is there once", async () => {
    const { objects } = stixBundleOf(await toldCase());
    const ids = objects.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const object of objects) {
      const refs = Object.entries(object).flatMap(([key, value]) => (/_refs?$/.test(key) ? [value].flat() : []));
      for (const ref of refs) expect(ids).toContain(ref);
    }
    expect(objects.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["incident", "user-account", "ipv4-addr", "software", "observed-data", "relationship"]),
    );
  });

  it("RP-21 a bundle has the properties and forms that STIX 2.1 gives each type, whatever the case has", async () => {
    const told = await toldCase();
    const bundle = stixBundleOf(told);
    const { scope: _, ...bare } = told;
    expect(wrongsOf(bundle)).toEqual([]);
    expect(wrongsOf(stixBundleOf({ ...bare, scope: undefined }))).toEqual([]);
    for (const [type, change] of [
      ["incident", { name: undefined }],
      ["observed-data", { number_observed: 0 }],
      ["observed-data", { first_observed: "2099-01-01T00:00:00.000Z" }],
      ["user-account", { created: "2026-01-01T00:00:00.000Z" }],
      ["report", { object_refs: [] }],
      ["relationship", { source_ref: "x" }],
      ["identity", { colour: "red" }],
    ] as const) {
      const objects = bundle.objects.map((one) => (one.type === type ? { ...one, ...change } : one));
      expect([type, wrongsOf({ ...bundle, objects }).length > 0]).toEqual([type, true]);
    }
  });

  it("RP-22 the intruder's own address makes an indicator, an agent string none, and no session is given out", async () => {
    const one = await toldCase();
    const scope = one.scope?.scope;
    const [session] = scope?.holds ?? [];
    if (one.scope === undefined || scope === undefined || session === undefined) throw new Error("There is a scope");
    const address = {
      ...session,
      kind: "address" as const,
      key: "address:2001:db8::9",
      value: "2001:db8::9",
      owner: undefined,
    };
    const agent = { ...address, kind: "agent" as const, key: "agent:x", value: "curl'" };
    const holds = [...scope.holds, address, agent];
    const bundle = stixBundleOf({ ...one, scope: { ...one.scope, scope: { ...scope, holds } } });
    const patterns = bundle.objects.flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern]));
    expect(patterns).toContain("[ipv6-addr:value = '2001:db8::9']");
    expect(
      patterns.every(
        (pattern) => typeof pattern === "string" && /^\[ipv[46]-addr:value = '[0-9a-f.:]+'\]$/.test(pattern),
      ),
    ).toBe(true);
    expect(
      bundle.objects.some(({ type, relationship_type: kind }) => type === "relationship" && kind === "based-on"),
    ).toBe(true);
    expect(session.kind).toBe("session");
    expect(JSON.stringify(bundle)).not.toContain(session.value);
  });

  it("RP-20 the same case makes the same bundle", async () => {
    expect(stixBundleOf(await toldCase())).toEqual(stixBundleOf(await toldCase()));
  });
});
