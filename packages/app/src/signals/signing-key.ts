import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { calculateJwkThumbprint, type JWK } from "jose";
import type { SigningKey } from "./sign-set.ts";

const LEAST_BITS = 2048;

/**
 * The key in a private JWK: RSA of 2048 bits or more (RS256) or P-256 (ES256). Its `kid` is the one that it names, else
 * its thumbprint (RFC 7638). Answers why, without a word of what is in it, when it is none.
 */
export async function signingKeyOf(text: string): Promise<SigningKey | { readonly reason: string }> {
  let jwk: JWK;
  let privateKey: SigningKey["privateKey"];
  try {
    jwk = JSON.parse(text) as JWK;
    privateKey = createPrivateKey({ key: jwk, format: "jwk" });
  } catch {
    return { reason: 'it is no private JWK (JSON with "kty" and "d")' };
  }
  const { modulusLength = 0, namedCurve } = privateKey.asymmetricKeyDetails ?? {};
  const isRsa = privateKey.asymmetricKeyType === "rsa";
  if (isRsa && modulusLength < LEAST_BITS)
    return { reason: `it is an RSA key of ${modulusLength} bits, and ${LEAST_BITS} at least are wanted` };
  if (!isRsa && namedCurve !== "prime256v1") return { reason: "it is neither an RSA key nor one of the curve P-256" };
  const kid = typeof jwk.kid === "string" && jwk.kid !== "" ? jwk.kid : await calculateJwkThumbprint(jwk);
  return { kid, alg: isRsa ? "RS256" : "ES256", privateKey, publicKey: createPublicKey(privateKey) };
}

/** A new RSA key as a private JWK. */
export async function newSigningKey(): Promise<JWK> {
  const jwk = generateKeyPairSync("rsa", { modulusLength: LEAST_BITS }).privateKey.export({ format: "jwk" }) as JWK;
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "RS256", use: "sig" };
}
