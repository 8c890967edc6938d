import type { Envelope } from "../../event/envelope.ts";
import type { Finding, Severity } from "../../finding/finding.ts";
import { claimId } from "../../finding/id.ts";

interface Said {
  readonly severity: Severity;
  readonly words: string;
}

/**
 * What a signed event of somebody else claims about a user, as a finding; `undefined` for what claims nothing, such as
 * a verification, or a session that began. A claim of high risk or of a credential in other hands wakes somebody:
 * whoever is configured as an issuer is believed to have looked. One finding for each issuer, user and kind of claim.
 */
export function signalFinding(event: Envelope): Finding | undefined {
  const [user] = event.targets;
  const said = saidBy(event);
  if (user === undefined || said === undefined) return undefined;
  const time = new Date(event.time).toISOString();
  const name = user.name === "" ? user.id : user.name;
  const kind = kindOf(event.type);
  const why = `${event.actorName} says: ${said.words}${event.reason === "" ? "" : ` (${event.reason})`}`;
  return {
    id: claimId([event.tenant, "signal", event.actorId, user.id, kind]),
    tenant: event.tenant,
    rule: { id: `signal.${kind}`, title: "Another provider warns of an account", kind: "intel", attack: ["T1078"] },
    severity: said.severity,
    confidence: said.severity === "high" ? 0.7 : 0.4,
    first: time,
    last: time,
    entities: { user: [{ id: user.id, name: user.name }], session: [], ip: [], app: [], token: [] },
    evidence: [{ uid: event.uid, source: event.source, time, why, weight: 2, kind: `signal.${kind}` }],
    summary: `${event.actorName} says of ${name}: ${said.words}`,
    next: [
      `Look at what ${name} did of late: nightlatch scope user:${name}`,
      "Ask the other side what they saw, and keep it in the case",
    ],
    unknown: ["What the other side saw is not in our logs; the claim is as good as they are"],
  };
}

const LAST = /[^/]+$/;

function kindOf(type: string): string {
  return LAST.exec(type)?.[0] ?? type;
}

/** CAEP 1.0, RISC 1.0, and Okta's own types. */
function saidBy({ type, risk }: Envelope): Said | undefined {
  switch (kindOf(type)) {
    case "risk-level-change":
    case "user-risk-change":
      return risk === "HIGH" ? { severity: "high", words: "its risk is high" } : undefined;
    case "credential-compromise":
      return { severity: "high", words: "a credential is in other hands" };
    case "account-credential-change-required":
      return { severity: "medium", words: "its credentials have to be changed" };
    case "session-revoked":
    case "sessions-revoked":
      return { severity: "low", words: "its sessions were ended" };
    case "account-disabled":
      return { severity: "low", words: "the account was disabled" };
    case "credential-change":
      return { severity: "low", words: "a credential was changed" };
    default:
      return undefined;
  }
}
