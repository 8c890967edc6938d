import type { Envelope } from "../event/envelope.ts";
import type { Proof } from "./session.ts";

const RESISTANT =
  /webauthn|fido|u2f|signed_nonce|fastpass|smart_card|certificate|piv|yubikey_webauthn|security_key|passkey/i;
const FACTOR_EVENTS: ReadonlySet<string> = new Set([
  "user.authentication.auth_via_mfa",
  "user.authentication.verify",
  "user.mfa.okta_verify",
]);

/** The proof of identity an event is, if it is one that succeeded. */
export function proofOf(event: Envelope): Proof | undefined {
  if (event.outcome !== "SUCCESS" && event.outcome !== "ALLOW") return undefined;
  if (FACTOR_EVENTS.has(event.type)) {
    const said = `${event.factor} ${event.credential} ${event.targets.map((target) => target.display).join(" ")}`;
    const password = /password/i.test(said) && !/otp|push|sms|call|email/i.test(said);
    const strength = RESISTANT.test(said) ? "resistant" : password ? "password" : "factor";
    return { time: event.time, uid: event.uid, ip: event.ip, strength };
  }
  if (event.type === "user.session.start" || event.type === "user.authentication.auth")
    return event.credential === "PASSWORD" || event.type === "user.authentication.auth"
      ? { time: event.time, uid: event.uid, ip: event.ip, strength: "password" }
      : undefined;
  return undefined;
}

/** Whether an event shows that a second factor was given. */
export function hasFactor(event: Envelope): boolean {
  const proof = FACTOR_EVENTS.has(event.type) ? proofOf(event) : undefined;
  return proof !== undefined && proof.strength !== "password";
}
