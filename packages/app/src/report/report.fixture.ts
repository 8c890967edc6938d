import type { Finding } from "@nightlatch/core";
import type { ScanReport } from "./scan-report.ts";

/** A finding about a stolen session, in which every text is `text`, or holds it. */
export function findingSaying(text: string): Finding {
  const at = "2023-10-18T14:03:22.000Z";
  const context = { ip: text, network: text, place: text, browser: text, device: text, first: at, last: at, events: 1 };
  const step = { time: at, uid: text, type: text, outcome: "SUCCESS", what: text, impact: text };
  return {
    id: "nl-0123456789abcdef",
    tenant: text,
    rule: { id: "session.replay", title: text, kind: "session", attack: ["T1539", "T1550.004"] },
    severity: "high",
    confidence: 0.97,
    first: at,
    last: "2023-10-18T15:00:00.000Z",
    entities: { user: [{ id: "00u1", name: text }], session: [text], ip: ["203.0.113.9"], app: [text], token: [text] },
    evidence: [
      {
        uid: "u1",
        source: "okta.system_log",
        time: at,
        why: text,
        weight: 2.5,
        kind: "device.jar-moved",
        also: ["u2"],
      },
      { uid: "u3", source: "okta.system_log", time: at, why: `against ${text}`, weight: -0.5, kind: "agent.same" },
      { uid: "u4", source: "okta.system_log", time: at, why: text, weight: 0, kind: "context.events" },
    ],
    summary: text,
    next: [text, `then ${text}`],
    unknown: [text],
    story: {
      contexts: [
        { ...context, name: "A", role: "victim", first: "2023-10-18T08:00:00.000Z", last: "2023-10-18T13:00:00.000Z" },
        { ...context, name: "B", role: "intruder" },
      ],
      steps: [
        { ...step, context: "B" },
        { ...step, context: "token", time: "2023-10-18T14:30:00.000Z" },
      ],
      omitted: 0,
      takeover: at,
    },
  };
}

/** A report with these findings. */
export function reportWith(findings: readonly Finding[], tenant = "acme"): ScanReport {
  return {
    schema: "nightlatch.scan/1",
    tool: { name: "nightlatch", version: "0.0.0" },
    tenant,
    findings,
    summary: {
      findings: { informational: 0, low: 0, medium: 0, high: findings.length, critical: 0 },
      files: 1,
      bytes: 10,
      records: 2,
      events: 2,
      repeats: 0,
      rejected: 0,
      rejectedByCode: {},
      first: "2023-10-18T08:00:00.000Z",
      last: "2023-10-18T15:00:00.000Z",
      silences: [],
      window: { since: null, until: null, before: 0, after: 0 },
      users: 1,
      sessions: 1,
      explained: [{ why: "the same address", count: 3 }],
      rules: { rules: 0, correlations: 0, elsewhere: 0, waiting: 0, replaced: [], expired: 0, refused: 0 },
      decisions: [],
      limits: [],
    },
  };
}
