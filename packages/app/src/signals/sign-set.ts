import type { KeyObject } from "node:crypto";
import { exportJWK, type JWK, SignJWT } from "jose";
import type { OutgoingEvent } from "./signal-event.ts";

/** With what security event tokens are signed. */
export interface SigningKey {
  readonly kid: string;
  /** RS256 is what interoperability demands; the key must have 2048 bits at least. */
  readonly alg: "RS256" | "ES256";
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A security event token (RFC 8417 as SSF 1.0 profiles it): one event, no `sub`, no `exp`. */
export async function signSet(
  { type, subject, claims, subjectInside = false }: OutgoingEvent,
  to: { readonly iss: string; readonly aud: string; readonly jti: string; readonly txn: string; readonly at: number },
  { kid, alg, privateKey }: SigningKey,
): Promise<string> {
  const inside = subjectInside ? { subject: { user: subject }, ...claims } : claims;
  const beside = subjectInside ? {} : { sub_id: subject };
  return new SignJWT({ ...beside, txn: to.txn, events: { [type]: inside } })
    .setProtectedHeader({ alg, kid, typ: "secevent+jwt" })
    .setIssuer(to.iss)
    .setAudience(to.aud)
    .setJti(to.jti)
    .setIssuedAt(Math.floor(to.at / 1000))
    .sign(privateKey);
}

/** The public half, as receivers fetch it. */
export async function jwksOf({ kid, alg, publicKey }: SigningKey): Promise<{ readonly keys: readonly JWK[] }> {
  return { keys: [{ ...(await exportJWK(publicKey)), kid, alg, use: "sig" }] };
}
