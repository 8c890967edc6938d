import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { calculateJwkThumbprint, createLocalJWKSet, EmbeddedJWK, type JSONWebKeySet, jwtVerify } from "jose";
import type { Organisation } from "../organisation/organisation.ts";

/** An access token of a service app; with a thumbprint it is bound to a key. */
export interface AccessToken {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly thumbprint: string | undefined;
  readonly until: number;
}

const HOUR = 3_600_000;
/** Seconds that a clock may be wrong: in a drill, whose clock runs fast, they pass while a request is on its way. */
const TOLERANCE = 600;

/** The access tokens that were given out, and the proofs that were seen. */
export class Tokens {
  readonly #given = new Map<string, AccessToken>();
  readonly #seen = new Set<string>();
  /** What a proof for the token endpoint has to name. */
  readonly nonce: string = randomBytes(12).toString("base64url");

  find(value: string): AccessToken | undefined {
    return this.#given.get(value);
  }

  give(token: AccessToken): string {
    const value = randomBytes(32).toString("base64url");
    this.#given.set(value, token);
    return value;
  }

  /** Takes every access token of a client back. */
  forget(clientId: string): void {
    for (const [value, token] of this.#given) if (token.clientId === clientId) this.#given.delete(value);
  }

  /** True the first time an identifier is seen: a proof is good for one request. */
  once(jti: string): boolean {
    if (this.#seen.has(jti)) return false;
    this.#seen.add(jti);
    return true;
  }
}

/** The token endpoint for service apps: `client_credentials` with `private_key_jwt`, and DPoP when it is offered. */
export async function token(c: Context, org: Organisation, tokens: Tokens): Promise<Response> {
  const form = await c.req.parseBody();
  const text = (name: string): string => (typeof form[name] === "string" ? form[name] : "");
  const fail = (error: string, description: string): Response => c.json({ error, error_description: description }, 400);
  if (text("grant_type") !== "client_credentials")
    return fail("unsupported_grant_type", "client_credentials is wanted");
  const proof = c.req.header("dpop");
  let thumbprint: string | undefined;
  if (proof !== undefined) {
    const checked = await jwtVerify(proof, EmbeddedJWK, { typ: "dpop+jwt", currentDate: new Date(org.now()) }).catch(
      () => undefined,
    );
    const jwk = checked?.protectedHeader.jwk;
    if (checked === undefined || jwk === undefined || checked.payload["htm"] !== "POST")
      return fail("invalid_dpop_proof", "The DPoP proof JWT is not valid");
    if (checked.payload["nonce"] !== tokens.nonce) {
      c.header("dpop-nonce", tokens.nonce);
      return fail("use_dpop_nonce", "Authorization server requires nonce in DPoP proof.");
    }
    thumbprint = await calculateJwkThumbprint(jwk);
  }
  const [, payload = ""] = text("client_assertion").split(".");
  const claimed = clientIdIn(payload);
  const client = org.clients.get(claimed);
  if (client === undefined)
    return c.json({ error: "invalid_client", error_description: "The client is not known" }, 401);
  const keys = createLocalJWKSet({ keys: client.keys } as unknown as JSONWebKeySet);
  const url = new URL(c.req.url);
  const assertion = await jwtVerify(text("client_assertion"), keys, {
    issuer: client.clientId,
    subject: client.clientId,
    audience: `${url.origin}${url.pathname}`,
    currentDate: new Date(org.now()),
    clockTolerance: TOLERANCE,
  }).catch(() => undefined);
  if (assertion === undefined)
    return c.json({ error: "invalid_client", error_description: "The client_assertion is not valid" }, 401);
  const wanted = text("scope")
    .split(" ")
    .filter((scope) => scope !== "");
  const missing = wanted.filter((scope) => !client.scopes.includes(scope));
  if (missing.length > 0)
    return fail("invalid_scope", `One or more scopes are not granted to the client: ${missing.join(" ")}`);
  const value = tokens.give({ clientId: client.clientId, scopes: wanted, thumbprint, until: org.now() + HOUR });
  return c.json({
    token_type: thumbprint === undefined ? "Bearer" : "DPoP",
    expires_in: 3600,
    access_token: value,
    scope: wanted.join(" "),
  });
}

function clientIdIn(payload: string): string {
  try {
    const { iss } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { readonly iss?: unknown };
    return typeof iss === "string" ? iss : "";
  } catch {
    return "";
  }
}
