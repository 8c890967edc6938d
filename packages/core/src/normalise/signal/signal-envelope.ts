import type { Envelope } from "../../event/envelope.ts";
import { claimId } from "../../finding/id.ts";

/** The source of events that others told. */
export const SIGNAL_SOURCE = "ssf";

/** An event that was told: checked, and as plain data. Times are milliseconds UTC. */
export interface SignalRecord {
  readonly iss: string;
  readonly jti: string;
  readonly txn: string;
  /** The address that names its type. */
  readonly type: string;
  readonly issued: number;
  /** When it happened; `undefined` when that is not said. */
  readonly happened: number | undefined;
  /** Whom it is about, in the tenant's own id where that is known. */
  readonly user: { readonly id: string; readonly name: string };
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * The envelope of an event that somebody told. Whoever told is its actor: what is said *of* a user is no deed of theirs.
 * Its uid is a hash of issuer and jti, which together name it (RFC 8417, 2.2).
 */
export function signalEnvelope(record: SignalRecord, tenant: string, length: number): Envelope {
  const { iss, jti, txn, type, issued, happened, user, claims } = record;
  const text = (name: string): string => (typeof claims[name] === "string" ? claims[name] : "");
  return {
    ...ABSENT,
    tenant,
    uid: claimId([iss, jti]).replace(/^nl/, "set"),
    time: happened ?? issued,
    type,
    outcome: "SUCCESS",
    reason: reasonOf(claims),
    actorId: iss,
    actorType: "Transmitter",
    actorName: iss,
    transaction: txn,
    risk: text("current_level").toUpperCase(),
    credential: text("credential_type"),
    targets: user.id === "" && user.name === "" ? [] : [{ ...user, type: "User", display: "" }],
    at: { file: iss, line: 1, offset: 0, length },
  };
}

const ABSENT: Omit<
  Envelope,
  "tenant" | "uid" | "time" | "type" | "outcome" | "reason" | "actorId" | "actorType" | "actorName" | "targets" | "at"
> = {
  source: SIGNAL_SOURCE,
  actorDisplay: "",
  session: "",
  root: "",
  transaction: "",
  token: "",
  client: "",
  ip: "",
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
};

/** What administrators are told (CAEP 1.0, 2: maps by language; older ones give a text). */
function reasonOf({ reason_admin: said }: Readonly<Record<string, unknown>>): string {
  if (typeof said === "string") return said.slice(0, 1000);
  if (typeof said !== "object" || said === null) return "";
  const { en } = said as { readonly en?: unknown };
  const [first] = Object.values(said) as readonly unknown[];
  const text = en ?? first;
  return typeof text === "string" ? text.slice(0, 1000) : "";
}
