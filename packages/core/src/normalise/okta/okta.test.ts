import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Envelope } from "../../event/envelope.ts";
import { isProblem, oktaDetail, readOkta, readTimestamp, TIME_BOUNDS } from "./index.ts";
import { record } from "./record.fixture.ts";

const AT = { file: "log.ndjson", line: 1, offset: 0, length: 0 };

function read(value: unknown): Envelope {
  const answer = readOkta(value, { tenant: "acme", at: AT });
  if (isProblem(answer)) throw new Error(answer.reason);
  return answer;
}

function code(value: unknown): string {
  const answer = readOkta(value, { tenant: "acme", at: AT });
  return isProblem(answer) ? answer.code : "";
}

describe("readOkta", () => {
  it("EV-1 reads the fields of the envelope", () => {
    expect(read(record())).toMatchObject({
      tenant: "acme",
      source: "okta.system_log",
      uid: "5f1d2c3b-0000-11ee-8000-000000000001",
      time: Date.UTC(2023, 9, 18, 10, 15, 0, 123),
      type: "user.session.start",
      outcome: "SUCCESS",
      actorName: "jo@example.com",
      session: "idxAAAA",
      root: "",
      ip: "192.0.2.10",
      asn: 64500,
      isProxy: false,
      country: "United States",
      lat: 30.2672,
      uri: "/api/v1/authn",
      risk: "HIGH",
      positives: ["New Device"],
      threat: false,
      targets: [{ id: "0oaAAAA", type: "AppInstance", name: "Okta Admin Console", display: "Okta Admin Console" }],
      at: AT,
    });
  });

  it("EV-2 takes nulls, scalars and lists where objects are wanted for absent", () => {
    const bare = { uuid: "u", eventType: "t", published: "2023-10-18T10:15:00Z" };
    const empty = read(bare);
    for (const odd of [null, 7, "text", [], [1, [2]], [[{ id: "x" }]]]) {
      const members = ["actor", "client", "device", "authenticationContext", "outcome", "securityContext", "request"];
      const more = Object.fromEntries([...members, "debugContext", "transaction", "target"].map((key) => [key, odd]));
      expect(read({ ...bare, ...more })).toEqual(empty);
    }
  });

  it("EV-3 takes the ids unknown, - and null for no id", () => {
    for (const id of ["unknown", "-", null, ""]) {
      const event = read({
        ...record(),
        authenticationContext: { externalSessionId: id, rootSessionId: id },
        transaction: { id },
        client: { id },
        actor: { id },
        device: { id },
      });
      expect([event.session, event.root, event.transaction, event.client, event.actorId, event.deviceId]).toEqual(
        Array.from({ length: 6 }, () => ""),
      );
    }
  });

  it("EV-4 takes a single object for a list of one", () => {
    expect(read({ ...record(), target: { id: "00u1", type: "User" } }).targets).toEqual([
      { id: "00u1", type: "User", name: "", display: "" },
    ]);
  });

  it("EV-5 falls back to the chain of addresses, of the request or of the client", () => {
    expect(read({ ...record(), client: {}, request: { ipChain: [{ ip: "192.0.2.1" }] } }).ip).toBe("192.0.2.1");
    expect(read({ ...record(), client: { ipChain: [{ ip: "192.0.2.2" }] }, request: null }).ip).toBe("192.0.2.2");
  });

  it("EV-6 rejects what is no event, with a code", () => {
    expect(code(null)).toBe("NL-EVENT-NOT-OBJECT");
    expect(code([record()])).toBe("NL-EVENT-NOT-OBJECT");
    expect(code({ ...record(), uuid: null })).toBe("NL-EVENT-NO-UID");
    expect(code({ ...record(), eventType: "" })).toBe("NL-EVENT-NO-TYPE");
    expect(code({ ...record(), published: undefined })).toBe("NL-EVENT-NO-TIME");
    expect(code({ ...record(), published: "yesterday" })).toBe("NL-EVENT-NO-TIME");
  });

  it("EV-8 rejects events from 1970 and 2099, saying what is believed", () => {
    expect(code({ ...record(), published: "1970-01-01T00:00:00.000Z" })).toBe("NL-EVENT-TIME-RANGE");
    const answer = readOkta({ ...record(), published: "2099-06-01T00:00:00Z" }, { tenant: "acme", at: AT });
    expect(answer).toEqual({
      code: "NL-EVENT-TIME-RANGE",
      reason:
        '"published" is "2099-06-01T00:00:00Z"; a time from 2009-01-01T00:00:00.000Z to 2098-01-01T00:00:00.000Z is wanted',
    });
    expect(TIME_BOUNDS.to).toBe(Date.UTC(2098, 0, 1));
  });

  it("EV-9 keeps what __proto__ keys say out of the envelope", () => {
    const hostile = JSON.parse(
      `{"__proto__":{"uuid":"x","eventType":"y"},"published":"2023-10-18T10:15:00Z"}`,
    ) as unknown;
    expect(code(hostile)).toBe("NL-EVENT-NO-UID");
  });

  it("EV-10 finds risk and behaviours in the event, in debugData, or in logOnlySecurityData", () => {
    const debug = (debugData: object): Envelope => read({ ...record(), debugContext: { debugData } });
    const logged = JSON.stringify({
      risk: { level: "medium" },
      behaviors: { "New IP": "POSITIVE", Velocity: "NEGATIVE" },
    });
    expect(debug({ logOnlySecurityData: logged })).toMatchObject({ risk: "MEDIUM", positives: ["New IP"] });
    const twice = JSON.stringify(logged).slice(1, -1);
    expect(debug({ logOnlySecurityData: twice })).toMatchObject({ risk: "MEDIUM", positives: ["New IP"] });
    expect(debug({ risk: "{level=LOW}", logOnlySecurityData: logged }).risk).toBe("LOW");
    const userBehaviors = [{ name: "New City", result: "POSITIVE" }];
    expect(read({ ...record(), securityContext: { risk: { level: "LOW" }, userBehaviors } })).toMatchObject({
      risk: "LOW",
      positives: ["New City"],
    });
  });

  it("EV-11 names the services behind an address once each", () => {
    const ipDetails = { ipServiceCategories: [{ type: "VPN", operator: "Example VPN" }, { type: "Proxy" }] };
    const tunnels = '[{"anonymous":true,"operator":"Example VPN","type":"VPN"}]';
    const event = { ...record(), securityContext: { ipDetails }, debugContext: { debugData: { tunnels } } };
    expect(read(event).tunnel).toBe("VPN, Example VPN, Proxy");
  });

  it("EV-12 takes the address of the page without its query when there is no request URI", () => {
    expect(read({ ...record(), debugContext: { debugData: { url: "/login/do-login?x=1" } } }).uri).toBe(
      "/login/do-login",
    );
  });
});

describe("oktaDetail", () => {
  it("EV-20 keeps the commas inside the reasons of a risk", () => {
    expect(oktaDetail(record()).risk).toEqual({ level: "HIGH", reasons: ["Anomalous Device", "Anomalous Location"] });
  });

  it("EV-21 tells what changed in a target, before and after", () => {
    const changeDetails = { from: { status: "ACTIVE", n: 1 }, to: { status: "INACTIVE", list: ["a"] } };
    const target = [{ id: "x", type: "Policy", displayName: "Default", changeDetails }];
    expect(oktaDetail({ target }).changes).toEqual([
      { type: "Policy", display: "Default", field: "status", from: "ACTIVE", to: "INACTIVE" },
      { type: "Policy", display: "Default", field: "n", from: "1", to: "" },
      { type: "Policy", display: "Default", field: "list", from: "", to: '["a"]' },
    ]);
  });

  it("EV-22 reads nothing out of anything that is no record", () => {
    for (const odd of [null, 1, "x", [], { target: 3, debugContext: { debugData: { risk: "{", behaviors: "}{" } } }])
      expect(oktaDetail(odd)).toMatchObject({ changes: [], tunnels: [], ipChain: [], risk: { level: "" } });
  });
});

describe("readTimestamp", () => {
  it("EV-7 reads RFC 3339 with any offset and fraction, and nothing else", () => {
    expect(readTimestamp("2023-10-18T10:15:00.1239Z")).toBe(Date.UTC(2023, 9, 18, 10, 15, 0, 123));
    expect(readTimestamp("2023-10-18T12:15:00+02:00")).toBe(Date.UTC(2023, 9, 18, 10, 15));
    expect(readTimestamp("2024-02-29T00:00:00Z")).toBe(Date.UTC(2024, 1, 29));
    for (const bad of [
      "2023-02-29T00:00:00Z",
      "2023-13-01T00:00:00Z",
      "2023-10-18",
      "1697624100",
      "2023-10-18T24:00:00Z",
    ])
      expect(readTimestamp(bad)).toBeNaN();
  });
});

const SAMPLES = new URL(
  "../../../../../../shared/reference/okta/samples/_synthetic-by-event-type.json",
  import.meta.url,
);

describe("sample events", () => {
  it.skipIf(!existsSync(SAMPLES))(
    "EV-1 reads a sample of every event type (skipped where the samples are not at hand)",
    () => {
      const { events } = JSON.parse(readFileSync(SAMPLES, "utf8")) as { events: { eventType: string }[] };
      for (const event of events) expect(read(event).type).toBe(event.eventType);
    },
  );
});
