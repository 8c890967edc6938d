import { describe, expect, it } from "vitest";
import { RuleFindings } from "../detect/rule-findings.ts";
import { eventWith, ruleOf } from "../detect/finding.fixture.ts";
import { SEVERITIES, type Finding } from "../finding/finding.ts";
import { toDetectionFinding } from "./detection-finding.ts";

function finding(given: Partial<Finding> = {}): Finding {
  const findings = new RuleFindings(new Set());
  for (const uid of ["a", "b", "b"]) findings.note(ruleOf("high"), eventWith({ uid, token: "00T1" }));
  return { ...findings.findings(new Set(["102s"]))[0]!, ...given };
}

describe("toDetectionFinding", () => {
  const written = toDetectionFinding(finding(), { version: "1.2.3" });

  it("DT-20 has what OCSF 1.8.0 requires of a Detection Finding", () => {
    // Required: activity_id, category_uid, class_uid, metadata (product, version), severity_id, time, type_uid and
    // finding_info (uid); analytic.type_id, observable.name and .type_id, related_event.uid.
    expect(written).toMatchObject({
      activity_id: 1,
      category_uid: 2,
      class_uid: 2004,
      type_uid: 2004 * 100 + 1,
      severity_id: 4,
      time: Date.UTC(2023, 9, 18),
      start_time: Date.UTC(2023, 9, 18),
      end_time: Date.UTC(2023, 9, 18),
      confidence_id: 2,
      confidence_score: 70,
      is_alert: true,
      metadata: { version: "1.8.0", tenant_uid: "acme", product: { name: "Nightlatch", version: "1.2.3" } },
      finding_info: {
        uid: finding().id,
        title: "A token was made",
        analytic: { uid: "id-high", type_id: 1 },
        related_events: [{ uid: "a" }, { uid: "b" }],
        related_events_count: 2,
        data_sources: ["okta.system_log"],
      },
    });
    expect(written.observables.map(({ type_id, value }) => [type_id, value])).toEqual([
      [31, "00u1"],
      [4, "jo@example.com"],
      [2, "192.0.2.1"],
      [10, "102s"],
      [19, "00T1"],
    ]);
    for (const { name, type_id } of written.observables) expect([name, type_id].every(Boolean)).toBe(true);
    for (const evidence of written.evidences) expect(evidence.data).toBeDefined();
  });

  it("DT-20 keeps the whole finding", () => {
    expect(written.unmapped).toEqual({ nightlatch: finding() });
  });

  it("DT-20 maps each severity, and alerts for what wakes somebody", () => {
    const each = SEVERITIES.map((severity) => toDetectionFinding(finding({ severity }), { version: "1" }));
    expect(each.map(({ severity_id, severity, is_alert }) => [severity_id, severity, is_alert])).toEqual([
      [1, "Informational", false],
      [2, "Low", false],
      [3, "Medium", false],
      [4, "High", true],
      [5, "Critical", true],
    ]);
  });

  it("DT-21 names the technique of a sub-technique, and a user by id when there is no name", () => {
    expect(written.finding_info.attacks).toEqual([
      { technique: { uid: "T1098" }, sub_technique: { uid: "T1098.001" } },
      { technique: { uid: "T1539" } },
    ]);
    const { entities } = finding();
    const nameless = finding({ entities: { ...entities, user: [{ id: "00u1", name: "" }] } });
    expect(toDetectionFinding(nameless, { version: "1" }).evidences[0]?.actor?.user).toEqual({
      uid: "00u1",
      name: "00u1",
    });
    const nobody = finding({ entities: { ...entities, user: [] }, rule: { ...finding().rule, attack: [] } });
    expect(toDetectionFinding(nobody, { version: "1" }).evidences[0]).not.toHaveProperty("actor");
    expect(toDetectionFinding(nobody, { version: "1" }).finding_info).not.toHaveProperty("attacks");
  });
});
