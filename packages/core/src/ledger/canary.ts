import type { Envelope } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import { claimId } from "../finding/id.ts";
import { worked } from "../scope/touch.ts";
import { narrate } from "../session/index.ts";
import type { LedgerRow } from "./row.ts";

/** A row that is watched, and the case it is of. */
export interface CanaryRow {
  readonly tenant: string;
  readonly case: string;
  readonly row: LedgerRow;
}

/**
 * Whether an event is a use of a credential that must not be used: of a closed one until its watch ends, of an open one
 * from the moment that the ledger knew it (`since`, milliseconds).
 */
export function isUseOf({ row }: CanaryRow, event: Envelope, since: number): boolean {
  if (event.time < since || (row.watchUntil > 0 && event.time > row.watchUntil)) return false;
  if (event.type === "user.session.end" || event.type === "user.session.clear") return false;
  switch (row.kind) {
    case "session":
      return event.session === row.id || event.root === row.id;
    case "api-token":
      return event.token === row.id;
    case "user":
      return event.actorId === row.id;
    default:
      return false;
  }
}

/** The claim that a credential of a ledger was used: critical when it worked. One a row, however often it is used. */
export function canaryFinding(canary: CanaryRow, event: Envelope): Finding {
  const { tenant, case: id, row } = canary;
  const time = new Date(event.time).toISOString();
  const state = row.state === "open" ? "is still open in" : `was ${row.state} according to`;
  const why = `${narrate(event)}, with a credential that ${state} the ledger of ${id}`;
  return {
    id: claimId([tenant, "ledger", id, row.credential]),
    tenant,
    rule: {
      id: "ledger.used",
      title: "A credential of a case's ledger was used",
      kind: "session",
      attack: ["T1078.004"],
    },
    severity: worked(event) ? "critical" : "high",
    confidence: 0.95,
    first: time,
    last: time,
    entities: {
      user: event.actorId === "" ? [] : [{ id: event.actorId, name: event.actorName }],
      session: row.kind === "session" ? [row.id] : [],
      ip: event.ip === "" ? [] : [event.ip],
      app: [],
      token: row.kind === "api-token" ? [row.id] : [],
    },
    evidence: [{ uid: event.uid, source: event.source, time, why, weight: 5, kind: "ledger.used" }],
    summary: `${row.name}, which ${state} the ledger of ${id}, was used: ${narrate(event)}`,
    next: [
      `Revoke ${row.name} now, and read back that it is gone`,
      `Look at everything that was done with it since (nightlatch scope ${row.kind === "api-token" ? "token" : row.kind}:${row.id})`,
    ],
    unknown: [],
  };
}
