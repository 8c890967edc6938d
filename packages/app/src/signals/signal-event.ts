/** Where the types of events are named (CAEP 1.0, SSF 1.0, RISC 1.0; Okta's own for its receiver). */
const CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
const SSF = "https://schemas.openid.net/secevent/ssf/event-type/";
const OKTA = "https://schemas.okta.com/secevent/okta/event-type/";

/** The types that are given out. */
export const EVENT_TYPES: Readonly<
  Record<"sessionRevoked" | "credentialChange" | "riskLevelChange" | "oktaUserRisk" | "verification", string>
> = {
  sessionRevoked: `${CAEP}session-revoked`,
  credentialChange: `${CAEP}credential-change`,
  riskLevelChange: `${CAEP}risk-level-change`,
  oktaUserRisk: `${OKTA}user-risk-change`,
  verification: `${SSF}verification`,
};

/** Whom an event is about, in one of the formats of RFC 9493 and SSF 1.0. */
export type Subject =
  | { readonly format: "email"; readonly email: string }
  | { readonly format: "iss_sub"; readonly iss: string; readonly sub: string }
  | { readonly format: "opaque"; readonly id: string };

/** An event on its way out. */
export interface OutgoingEvent {
  readonly type: string;
  readonly subject: Subject;
  /** What the type demands. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Okta's receiver reads the subject inside the event and not beside it (Okta, SSF security event tokens). */
  readonly subjectInside?: boolean;
}

/** What is common to all of them. `at` is milliseconds UTC. */
export interface Cause {
  readonly subject: Subject;
  readonly at: number;
  readonly by: "admin" | "user" | "policy" | "system";
  /** For the receiver's administrators; must not be empty (CAEP interoperability profile). */
  readonly reason: string;
}

export type RiskLevel = "low" | "medium" | "high";

/** A session, or all of somebody's, were ended (CAEP 1.0). */
export function sessionRevoked(cause: Cause): OutgoingEvent {
  return { type: EVENT_TYPES.sessionRevoked, subject: cause.subject, claims: claimsOf(cause) };
}

/** A credential was made, changed or taken away (CAEP 1.0). */
export function credentialChange(
  cause: Cause,
  { credential, change }: { readonly credential: string; readonly change: "create" | "revoke" | "update" | "delete" },
): OutgoingEvent {
  const claims = { credential_type: credential, change_type: change, ...claimsOf(cause) };
  return { type: EVENT_TYPES.credentialChange, subject: cause.subject, claims };
}

/** How likely it is that somebody's identity is in other hands (CAEP 1.0). */
export function riskLevelChange(cause: Cause, now: RiskLevel, before?: RiskLevel): OutgoingEvent {
  const claims = {
    principal: "USER",
    current_level: now.toUpperCase(),
    ...(before === undefined ? {} : { previous_level: before.toUpperCase() }),
    risk_reason: cause.reason,
    ...claimsOf(cause),
  };
  return { type: EVENT_TYPES.riskLevelChange, subject: cause.subject, claims };
}

/** The same as Okta's receiver knows it. */
export function oktaUserRisk(cause: Cause, now: RiskLevel, before: RiskLevel): OutgoingEvent {
  const claims = { current_level: now, previous_level: before, ...claimsOf(cause) };
  return { type: EVENT_TYPES.oktaUserRisk, subject: cause.subject, claims, subjectInside: true };
}

function claimsOf({ at, by, reason }: Cause): Readonly<Record<string, unknown>> {
  return { event_timestamp: Math.floor(at / 1000), initiating_entity: by, reason_admin: { en: reason } };
}
