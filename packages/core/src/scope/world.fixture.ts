import type { Finding, StoryContext } from "../finding/finding.ts";

export const NOON: number = Date.UTC(2026, 0, 5, 12);
export const MINUTE = 60_000;
export const EVER: { readonly since: number; readonly until: number } = { since: 0, until: Date.UTC(2100, 0, 1) };

/** Where somebody stands. */
export interface Stand {
  readonly ip: string;
  readonly ua: string;
  readonly dt: string;
  readonly asn: number;
}

export const OFFICE: Stand = { ip: "192.0.2.10", ua: "Mozilla/5.0 Office", dt: "0ff1ce00", asn: 64496 };
export const ELSEWHERE: Stand = { ip: "203.0.113.66", ua: "Mozilla/5.0 Elsewhere", dt: "e15e0000", asn: 64511 };
export const JO = { id: "00ujo", name: "jo@example.com" };
export const SAM = { id: "00usam", name: "sam@example.com" };
export const STOLEN = "idxSTOLEN";

/** One deed, as much of its record as matters. */
export interface Deed {
  readonly at: number;
  readonly type: string;
  readonly by?: { readonly id: string; readonly name: string };
  readonly from?: Stand;
  readonly session?: string;
  readonly token?: string;
  readonly outcome?: string;
  readonly to?: readonly { readonly id: string; readonly type: string; readonly name?: string }[];
  readonly debug?: Readonly<Record<string, unknown>>;
  readonly uid?: string;
}

let made = 0;

/** A record of the System Log; its uid says what it is. */
export function deed({
  at,
  type,
  by = JO,
  from = OFFICE,
  session,
  token,
  outcome = "SUCCESS",
  to = [],
  debug = {},
  uid,
}: Deed): {
  readonly uuid: string;
} & Readonly<Record<string, unknown>> {
  return {
    uuid: uid ?? `${type}-${made++}`,
    published: new Date(at).toISOString(),
    eventType: type,
    actor: {
      id: by.id,
      type: by.id === "okta" ? "SystemPrincipal" : "User",
      alternateId: by.name,
      displayName: by.name,
    },
    client: { ipAddress: from.ip, userAgent: { rawUserAgent: from.ua, os: "", browser: "" } },
    securityContext: { asNumber: from.asn },
    authenticationContext: { externalSessionId: session ?? null, rootSessionId: null },
    transaction: { type: "WEB", id: "t", detail: token === undefined ? {} : { requestApiTokenId: token } },
    outcome: { result: outcome },
    debugContext: { debugData: { dtHash: from.dt, ...debug } },
    target: to.map(({ id, type: kind, name = id }) => ({ id, type: kind, alternateId: name, displayName: name })),
  };
}

/** What the session engine says of a session that was Jo's in the office and is used from elsewhere. */
export function stolen(uids: readonly string[], over: Partial<Finding> = {}): Finding {
  const context = (name: string, role: StoryContext["role"], { ip }: Stand): StoryContext => ({
    name,
    role,
    ip,
    network: "",
    place: "",
    browser: "",
    device: "",
    first: "",
    last: "",
    events: 1,
  });
  const time = new Date(NOON).toISOString();
  const [first = ""] = uids;
  return {
    id: "nl-0000000000000001",
    tenant: "acme",
    rule: { id: "session.replay", title: "Stolen session", kind: "session", attack: [] },
    severity: "critical",
    confidence: 0.99,
    first: time,
    last: time,
    entities: { user: [JO], session: [STOLEN], ip: [ELSEWHERE.ip], app: [], token: [] },
    evidence: [
      { uid: first, source: "okta.system_log", time, why: "", weight: 0, kind: "context.events", also: uids.slice(1) },
    ],
    summary: "",
    next: [],
    unknown: [],
    story: {
      contexts: [context("A", "victim", OFFICE), context("B", "intruder", ELSEWHERE)],
      steps: [],
      omitted: 0,
      takeover: time,
    },
    ...over,
  };
}
