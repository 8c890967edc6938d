import type { Envelope } from "../event/envelope.ts";
import type { RuleFacts } from "./rule-findings.ts";

/** An event of which only what matters is given. */
export function eventWith(given: Partial<Envelope>): Envelope {
  return {
    tenant: "acme",
    source: "okta.system_log",
    uid: "u",
    time: Date.UTC(2023, 9, 18),
    type: "user.session.start",
    outcome: "SUCCESS",
    reason: "",
    actorId: "00u1",
    actorType: "User",
    actorName: "jo@example.com",
    actorDisplay: "Jo",
    session: "102s",
    root: "",
    transaction: "",
    token: "",
    client: "",
    ip: "192.0.2.1",
    asn: 0,
    asOrg: "",
    isp: "",
    domain: "",
    isProxy: false,
    tunnel: "",
    country: "",
    city: "",
    lat: Number.NaN,
    lon: Number.NaN,
    ua: "",
    uaOs: "",
    uaBrowser: "",
    clientDevice: "",
    dt: "",
    fp: "",
    deviceId: "",
    deviceManaged: false,
    uri: "",
    risk: "",
    positives: [],
    threat: false,
    credential: "",
    factor: "",
    privilege: "",
    targets: [],
    at: { file: "log", line: 1, offset: 0, length: 1 },
    ...given,
  };
}

/** A rule of a level. */
export function ruleOf(level: string): RuleFacts {
  return {
    key: `key-${level}`,
    id: `id-${level}`,
    title: "A token was made",
    level,
    tags: ["attack.persistence", "attack.t1098.001", "attack.T1539", "cve.2023-1"],
    description: "",
    falsePositives: ["Administrators who make one"],
  };
}
