import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import type { SigningKey } from "./sign-set.ts";

const NONCE = 12;
const TAG = 16;

/**
 * Seals what a receiver wants to be shown, so that it lies in no store in clear: AES-256-GCM under a key that is derived
 * from the signing key (RFC 5869). Another signing key opens nothing that was sealed before.
 */
export function seal(text: string, key: SigningKey): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(key), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** What was sealed; `undefined` when it was sealed under another key or is none of ours. */
export function unseal(sealed: string, key: SigningKey): string | undefined {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < NONCE + TAG) return undefined;
  const opened = createDecipheriv("aes-256-gcm", sealingKey(key), bytes.subarray(0, NONCE));
  opened.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  try {
    return Buffer.concat([opened.update(bytes.subarray(NONCE + TAG)), opened.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

function sealingKey({ privateKey }: SigningKey): Buffer {
  const der = privateKey.export({ type: "pkcs8", format: "der" });
  const material = createHash("sha256").update(der).digest();
  return Buffer.from(hkdfSync("sha256", material, "", "nightlatch stream secrets", 32));
}
