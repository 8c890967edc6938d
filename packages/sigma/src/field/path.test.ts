import { describe, expect, it } from "vitest";
import { valuesAt } from "./path.ts";

describe("a field", () => {
  it("SG-110 is the literal key that contains dots, before the path", () => {
    expect(valuesAt({ "a.b": "literal", a: { b: "path" } }, "a.b")).toEqual(["literal"]);
    expect(valuesAt({ "a.b": { c: "literal" }, a: { b: { c: "path" } } }, "a.b.c")).toEqual(["literal"]);
    expect(valuesAt({ a: { "b.c": "below" } }, "a.b.c")).toEqual(["below"]);
    expect(valuesAt({ "a.b": { x: 1 }, a: { b: { c: "path" } } }, "a.b.c")).toEqual(["path"]);
  });

  it("SG-111 is the exact path, before one that differs in case only", () => {
    expect(valuesAt({ EventType: "other", eventType: "exact" }, "eventType")).toEqual(["exact"]);
    expect(valuesAt({ securityContext: { isProxy: true } }, "securitycontext.isproxy")).toEqual(["true"]);
    expect(valuesAt({ SECURITYCONTEXT: { isProxy: true } }, "securityContext.ISPROXY")).toEqual(["true"]);
    expect(valuesAt({ actor: {}, Actor: { id: "found" } }, "actor.id")).toEqual(["found"]);
    expect(valuesAt({ "ACTOR.ID": "literal" }, "actor.id")).toEqual(["literal"]);
  });

  it("SG-112 must be written exactly under strictFieldCase", () => {
    const strict = { strictFieldCase: true };
    expect(valuesAt({ eventType: "x" }, "eventtype", strict)).toEqual([]);
    expect(valuesAt({ eventType: "x" }, "eventType", strict)).toEqual(["x"]);
    expect(valuesAt({ "a.b": "literal", a: { b: "path" } }, "a.b", strict)).toEqual(["literal"]);
  });

  it("SG-113 goes through arrays to every member, and through a single object in an array's place", () => {
    const members = [{ displayName: "A" }, null, "text", { other: 1 }, [{ displayName: "B" }]];
    expect(valuesAt({ target: members }, "target.displayName")).toEqual(["A", "B"]);
    expect(valuesAt({ target: { displayName: "A" } }, "target.displayName")).toEqual(["A"]);
    expect(valuesAt({ target: null }, "target.displayName")).toEqual([]);
    expect(valuesAt({ target: [] }, "target.displayName")).toEqual([]);
    expect(valuesAt({ a: [{ b: ["x", ["y"]] }, { b: "z" }] }, "a.b")).toEqual(["x", "y", "z"]);
    expect(valuesAt([{ a: "x" }, { a: "y" }], "a")).toEqual(["x", "y"]);
    expect(valuesAt({ a: ["x"] }, "a.0")).toEqual([]);
    expect(valuesAt({ a: ["x"] }, "a.length")).toEqual([]);
  });

  it("SG-114 is an own property only, whatever its name", () => {
    const own = JSON.parse('{"__proto__":{"a":"x"},"constructor":"y"}') as unknown;
    expect(valuesAt(own, "__proto__.a")).toEqual(["x"]);
    expect(valuesAt(own, "constructor")).toEqual(["y"]);
    for (const name of ["__proto__", "constructor", "constructor.name", "toString", "__proto__.constructor"])
      expect(valuesAt({}, name)).toEqual([]);
    expect(valuesAt("text", "length")).toEqual([]);
  });

  it("SG-115 is seen down to 64 levels below the event", () => {
    const nested = (levels: number): unknown => (levels === 0 ? "x" : { a: nested(levels - 1) });
    const listed = (levels: number): unknown => (levels === 0 ? "x" : [listed(levels - 1)]);
    const path = (levels: number): string => Array.from({ length: levels }, () => "a").join(".");
    expect(valuesAt(nested(64), path(64))).toEqual(["x"]);
    expect(valuesAt(nested(65), path(65))).toEqual([]);
    expect(valuesAt({ a: listed(63) }, "a")).toEqual(["x"]);
    expect(valuesAt({ a: listed(64) }, "a")).toEqual([]);
    expect(valuesAt({ a: listed(5000) }, "a")).toEqual([]);
  });

  it("SG-116 has the exact text of each of its scalars as its values", () => {
    const event = { a: ["Straße", "", 1.5, 1e21, -0, true, null, { b: 1 }], n: null };
    expect(valuesAt(event, "a")).toEqual(["Straße", "", "1.5", "1e+21", "0", "true"]);
    expect(valuesAt(event, "n")).toEqual([]);
    expect(valuesAt(event, "missing")).toEqual([]);
  });
});
