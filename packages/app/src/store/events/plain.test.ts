import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPlain } from "./plain.ts";

describe("plain records", () => {
  const plain = {
    uuid: "u",
    published: "2026-01-05T09:30:00.123Z",
    eventType: "user.session.start",
    actor: { id: "00u1", alternateId: "zoë@example.com", detailEntry: null },
    securityContext: { asNumber: 64496, isProxy: false, domain: null },
    device: null,
    debugContext: { debugData: { requestUri: '/a "b"\\', anything: { actor: [1.5] } } },
    target: [{ id: "0oa1", displayName: "App", changeDetails: { from: {} } }, {}],
    request: { ipChain: [{ ip: "192.0.2.1" }] },
  };

  it("ST-14 are what Okta writes, in any layout", () => {
    for (const space of [0, 2, "\t"]) expect(isPlain(JSON.stringify(plain, null, space))).toBe(true);
    expect(isPlain(JSON.stringify({ ...plain, target: null }))).toBe(true);
    expect(isPlain(JSON.stringify({ ...plain, target: [] }))).toBe(true);
    expect(isPlain("{}")).toBe(true);
  });

  it.each([
    ["another case of a known name", '{"eventtype":"a"}'],
    ["a known name with dots in it", '{"actor.id":"a"}'],
    ["a name that folds to a known one", '{"to\u212aen":1,"\u017feverity":"a"}'],
    ["an escape in a name", '{"event\\u0054ype":"a"}'],
    ["a name twice", '{"eventType":"a","eventType":"b"}'],
    ["a name twice, once with null", '{"actor":{"id":"a","id":null}}'],
    ["a list in place of a text", '{"eventType":["a"]}'],
    ["an object in place of a text", '{"eventType":{}}'],
    ["a number that has other forms", '{"securityContext":{"asNumber":5.0}}'],
    ["a number that no double holds", '{"securityContext":{"asNumber":9007199254740993}}'],
    ["a negative zero", '{"securityContext":{"asNumber":-0}}'],
    ["an object in place of a list", '{"target":{"id":"a"}}'],
    ["a list with other members", '{"target":[{"id":"a"},"b"]}'],
    ["a list in a list", '{"target":[[{"id":"a"}]]}'],
    ["a list in place of an object", '{"actor":[{"id":"a"}]}'],
    ["a text in place of an object", '{"actor":"a"}'],
    ["half a character", '{"displayMessage":"\\ud83d"}'],
    ["a word beyond ASCII", '{"eventType":"\u017fa"}'],
    ["an escape in a word", '{"eventType":"\\u017fa"}'],
    ["a time of another zone", '{"published":"2026-01-05T09:30:00+01:00"}'],
    ["a leap second", '{"published":"2016-12-31T23:59:60Z"}'],
    ["no object at all", "[]"],
    ["an end too early", '{"actor":{"id":"a"'],
  ])("ST-14 are not those with %s", (_, text) => {
    expect(isPlain(text)).toBe(false);
  });

  it("ST-14 are told from any text without a failure", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: "binary" })), (text) => {
        expect(typeof isPlain(text)).toBe("boolean");
      }),
    );
  });
});
