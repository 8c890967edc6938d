import { describe, expect, it } from "vitest";
import { eventWith } from "../detect/finding.fixture.ts";
import { toOcsfEvent } from "./log-event.ts";

const more = { raw: "{}", received: Date.UTC(2023, 9, 18, 0, 1) };

describe("an event of the log in OCSF", () => {
  it("HT-33 is Authentication where a session starts or ends, and has what that requires", () => {
    // Required: user, and one of service and dst_endpoint.
    const event = toOcsfEvent(eventWith({ outcome: "FAILURE", reason: "INVALID_CREDENTIALS" }), more);
    expect(event).toEqual({
      activity_id: 1,
      activity_name: "Logon",
      category_uid: 3,
      category_name: "Identity & Access Management",
      class_uid: 3002,
      class_name: "Authentication",
      type_uid: 300_201,
      type_name: "Authentication: Logon",
      time: Date.UTC(2023, 9, 18),
      severity_id: 1,
      severity: "Informational",
      status_id: 2,
      status: "Failure",
      status_detail: "INVALID_CREDENTIALS",
      metadata: {
        version: "1.8.0",
        uid: "u",
        tenant_uid: "acme",
        event_code: "user.session.start",
        logged_time: more.received,
        product: { name: "System Log", vendor_name: "Okta" },
      },
      raw_data: "{}",
      user: { uid: "00u1", name: "jo@example.com" },
      session: { uid: "102s" },
      src_endpoint: { ip: "192.0.2.1" },
      service: { name: "Okta" },
    });
    expect(toOcsfEvent(eventWith({ type: "user.session.end" }), more).type_uid).toBe(300_202);
  });

  it("HT-33 is API Activity where it came from an address, and else a Base Event", () => {
    // Required of API Activity: actor, api, src_endpoint.
    const targets = [{ id: "0oa1", type: "AppInstance", name: "", display: "App" }];
    expect(
      toOcsfEvent(eventWith({ type: "application.lifecycle.create", ua: "Mozilla", targets }), more),
    ).toMatchObject({
      class_uid: 6003,
      category_uid: 6,
      type_uid: 600_399,
      type_name: "API Activity: Other",
      activity_name: "application.lifecycle.create",
      status_id: 1,
      actor: { user: { uid: "00u1" }, session: { uid: "102s" } },
      api: { operation: "application.lifecycle.create" },
      src_endpoint: { ip: "192.0.2.1" },
      http_request: { user_agent: "Mozilla" },
      resources: [{ uid: "0oa1", type: "AppInstance" }],
    });
    const job = toOcsfEvent(eventWith({ type: "system.job", ip: "", outcome: "" }), more);
    expect(job).toMatchObject({ class_uid: 0, category_uid: 0, type_uid: 99, status_id: 0, status: "Unknown" });
    expect(job).not.toHaveProperty("src_endpoint");
    const nobody = eventWith({ actorId: "", actorName: "" });
    expect(toOcsfEvent(nobody, more).class_uid).toBe(0);
    expect(toOcsfEvent(eventWith({ outcome: "CHALLENGE" }), more)).toMatchObject({
      status_id: 99,
      status: "CHALLENGE",
    });
  });
});
