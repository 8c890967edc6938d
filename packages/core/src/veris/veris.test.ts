import { describe, expect, it } from "vitest";
import { toldCase } from "../case-report/told-case.fixture.ts";
import { verisOf } from "./index.ts";
import { VERIS, wrongs } from "./veris-schema.fixture.ts";

describe("verisOf()", () => {
  it("RP-30 a case is a record of VERIS, in its words; what the events do not show is Unknown", async () => {
    const record = verisOf(await toldCase());
    expect(record).toMatchObject({
      schema_version: "1.4.0",
      security_incident: "Confirmed",
      incident_id: "acme/C-1",
      actor: { external: { variety: ["Unknown"], motive: ["Unknown"], country: ["Unknown"] } },
      action: { hacking: { variety: ["Use of stolen creds", "Session replay"], vector: ["Web application"] } },
      discovery_method: { internal: { variety: ["Log review"] } },
      attribute: { integrity: { variety: ["Created account", "Modify privileges", "Modify configuration"] } },
    });
    expect(record.timeline.discovery).toEqual({ unit: "Minutes", value: 1 });
    expect(record.timeline.containment).toEqual({ unit: "Unknown" });
    expect(record.plus.analyst_status).toBe("In-progress");
  });

  it("RP-31 a record has the members, the wanted ones and the words of the schema, whatever the case has", async () => {
    const told = await toldCase();
    const opened = await toldCase([
      { kind: "case.supplier", body: { vendor: "Okta", direction: "answered", at: 1, text: "" } },
    ]);
    const { scope: _, ...bare } = told;
    const closed = { ...told, status: "closed" as const };
    for (const one of [told, opened, { ...bare, scope: undefined, findings: [] }, closed])
      expect(wrongs(JSON.parse(JSON.stringify(verisOf(one))), VERIS)).toEqual([]);
    const record = verisOf(told);
    for (const broken of [
      { ...record, confidence: "Sure" },
      { ...record, colour: "red" },
      { ...record, action: { hacking: { variety: ["Use of stolen creds", "Use of stolen creds"], vector: [] } } },
      { ...record, victim: { ...record.victim, industry: "x" } },
    ])
      expect(wrongs(broken, VERIS)).not.toEqual([]);
  });

  it("RP-30 a supplier who was first is the one who discovered it", async () => {
    const one = await toldCase([
      { kind: "case.supplier", body: { vendor: "Okta", direction: "answered", at: 1, text: "" } },
    ]);
    expect(verisOf(one).discovery_method).toEqual({ partner: { variety: ["Unknown"] } });
  });
});
