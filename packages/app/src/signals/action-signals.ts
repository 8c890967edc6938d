import type { Cause, OutgoingEvent, Subject } from "./signal-event.ts";
import { credentialChange, oktaUserRisk, riskLevelChange, sessionRevoked } from "./signal-event.ts";

/** An action that was proven, as far as others are told of it. */
export interface ProvenAction {
  readonly action: string;
  readonly title: string;
  /** Okta's id and name of the user that it is about. */
  readonly user: { readonly id: string; readonly name: string };
  /** Type of the factor, when the action is about one. */
  readonly factorType: string;
  /** Since when it is so, milliseconds UTC. */
  readonly at: number;
  readonly case: string;
  /** Whether a person agreed to it. */
  readonly byPerson: boolean;
  /** The organisation, for users whose name is no address. */
  readonly issuer: string;
}

/** Factor types of Okta in the words of CAEP (credential_type, CAEP 1.0, 3.3). */
const CREDENTIALS: Readonly<Record<string, string>> = {
  webauthn: "fido2-roaming",
  u2f: "fido-u2f",
  sms: "phone-sms",
  call: "phone-voice",
};

/**
 * What an action that was proven says to others. Ended sessions mean that the account was in other hands, so its risk is
 * told with them; what concerns no user is told to nobody.
 */
export function signalsOf(done: ProvenAction): readonly OutgoingEvent[] {
  const cause = causeOf(done);
  const atRisk = [riskLevelChange(cause, "high"), oktaUserRisk(cause, "high", "low")];
  switch (done.action) {
    case "end-sessions":
    case "universal-logout":
      return [sessionRevoked(cause), ...atRisk];
    case "suspend-user":
    case "deactivate-user":
      return [sessionRevoked(cause)];
    case "set-user-risk":
      return atRisk;
    case "reset-password":
      return [credentialChange(cause, { credential: "password", change: "update" })];
    case "expire-password":
      return [credentialChange(cause, { credential: "password", change: "revoke" })];
    case "remove-factor":
      return [credentialChange(cause, { credential: CREDENTIALS[done.factorType] ?? "app", change: "delete" })];
    case "reset-factors":
      return [credentialChange(cause, { credential: "app", change: "delete" })];
    default:
      return [];
  }
}

function causeOf({ title, user, at, case: id, byPerson, issuer }: ProvenAction): Cause {
  const subject: Subject = /^[^@\s]+@[^@\s]+$/.test(user.name)
    ? { format: "email", email: user.name }
    : { format: "iss_sub", iss: issuer, sub: user.id };
  return { subject, at, by: byPerson ? "admin" : "policy", reason: `${title}: used by somebody else (case ${id})` };
}
