import { createHash, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import { OktaError } from "../okta-error.ts";
import type { SignIn } from "./sign-in.ts";

/** What a service app needs to sign in. */
export interface ServiceApp {
  readonly origin: URL;
  readonly clientId: string;
  /** The private key, whose public half the app in Okta holds. */
  readonly key: JWK;
  readonly scopes: readonly string[];
  /** The scopes that it cannot do without: of the others it signs in with those that were granted. All, when absent. */
  readonly least?: readonly string[] | undefined;
  readonly fetch: typeof fetch;
  /** Milliseconds UTC. */
  readonly now: () => number;
}

const SECOND = 1000;
const EARLY = 60 * SECOND;
interface Token {
  readonly value: string;
  readonly bound: boolean;
  readonly until: number;
}
type Key = Awaited<ReturnType<typeof importJWK>>;

/**
 * Signs in as an OAuth service app: a client credential proved by a signed assertion (RFC 7523, `private_key_jwt`),
 * and a token bound to a key of this process (DPoP, RFC 9449), so that a token read elsewhere opens nothing.
 * Throws an OktaError `NL-OKTA-SIGN-IN`.
 */
export function asServiceApp(app: ServiceApp): SignIn {
  const endpoint = new URL("/oauth2/v1/token", app.origin);
  let token: Token | undefined;
  let asked: Promise<void> | undefined;
  let proof: Promise<ProofKey> | undefined;
  let nonce: string | undefined;

  const tokenFor = async (scopes: readonly string[], again = false): Promise<Token | UngrantedScopeError> => {
    const key = await (proof ??= proofKey());
    const response = await app
      .fetch(endpoint, {
        method: "POST",
        redirect: "error",
        headers: {
          accept: "application/json",
          "content-type": "application/x-www-form-urlencoded",
          dpop: await prove(key, { method: "POST", url: endpoint, now: app.now(), nonce }),
        },
        body: new URLSearchParams({
          grant_type: "client_credentials",
          scope: scopes.join(" "),
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: await assertion(app, endpoint),
        }),
      })
      .catch((cause: unknown) => {
        throw new OktaError("NL-OKTA-AWAY", `Okta's token endpoint at "${app.origin.origin}" did not answer`, {
          cause,
        });
      });
    nonce = response.headers.get("dpop-nonce") ?? nonce;
    const body = (await response.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
    if (response.status === 400 && body["error"] === "use_dpop_nonce" && !again) return tokenFor(scopes, true);
    if (!response.ok || typeof body["access_token"] !== "string") {
      const { status } = response;
      const message = refusal(status, body, app.clientId);
      if (body["error"] === "invalid_scope") return new UngrantedScopeError("NL-OKTA-SIGN-IN", message, { status });
      throw new OktaError("NL-OKTA-SIGN-IN", message, { status });
    }
    const seconds = typeof body["expires_in"] === "number" ? body["expires_in"] : 3600;
    return {
      value: body["access_token"],
      bound: String(body["token_type"]).toLowerCase() === "dpop",
      until: app.now() + seconds * SECOND - EARLY,
    };
  };

  /** Okta refuses a request for scopes as a whole: then each is asked for by itself, and what was granted is taken. */
  const fetchToken = async (): Promise<void> => {
    const { scopes, least = scopes } = app;
    let answer = await tokenFor(scopes);
    if (answer instanceof UngrantedScopeError && least.length < scopes.length) {
      const granted: string[] = [];
      for (const scope of scopes) if (!((await tokenFor([scope])) instanceof UngrantedScopeError)) granted.push(scope);
      if (least.every((scope) => granted.includes(scope))) answer = await tokenFor(granted);
    }
    if (answer instanceof UngrantedScopeError) throw answer;
    token = answer;
  };

  return {
    clientId: app.clientId,
    renew: () => {
      token = undefined;
      return true;
    },
    headers: async (method, url) => {
      if (token === undefined || app.now() >= token.until) {
        // Requests that wait for the same token ask for it once.
        asked ??= fetchToken().finally(() => (asked = undefined));
        await asked;
      }
      if (token === undefined) throw new OktaError("NL-OKTA-SIGN-IN", "Okta gave no token");
      if (!token.bound) return { authorization: `Bearer ${token.value}` };
      const key = await (proof ??= proofKey());
      return {
        authorization: `DPoP ${token.value}`,
        dpop: await prove(key, { method, url, now: app.now(), token: token.value }),
      };
    },
  };
}

/** The app was not granted a scope that it asked for. */
class UngrantedScopeError extends OktaError {}

function refusal(status: number, body: Readonly<Record<string, unknown>>, clientId: string): string {
  const reason = [body["error"], body["error_description"]].filter((part) => typeof part === "string").join(": ");
  return `Okta refused to sign in the service app "${clientId}" (${status}${reason === "" ? "" : `, ${reason.slice(0, 300)}`}). Look at the app's public key, its grants (Okta API Scopes) and its administrator role`;
}

async function assertion({ key, clientId, now }: ServiceApp, audience: URL): Promise<string> {
  const alg = key.alg ?? (key.kty === "EC" ? "ES256" : "RS256");
  const seconds = Math.floor(now() / SECOND);
  return new SignJWT()
    .setProtectedHeader({ alg, ...(key.kid === undefined ? {} : { kid: key.kid }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience.href)
    .setJti(randomUUID())
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 300)
    .sign(await importJWK(key, alg));
}

interface ProofKey {
  readonly privateKey: Key;
  readonly publicKey: JWK;
}

async function proofKey(): Promise<ProofKey> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk = await exportJWK(publicKey);
  return { privateKey, publicKey: { ...jwk, kid: await calculateJwkThumbprint(jwk) } };
}

/** A proof of possession for one request (RFC 9449, section 4.2); the query is not part of it. */
async function prove(
  { privateKey, publicKey }: ProofKey,
  request: {
    readonly method: string;
    readonly url: URL;
    readonly now: number;
    readonly nonce?: string | undefined;
    readonly token?: string;
  },
): Promise<string> {
  const { method, url, now, nonce, token } = request;
  const { kid: _, ...jwk } = publicKey;
  return new SignJWT({
    htm: method,
    htu: `${url.origin}${url.pathname}`,
    jti: randomUUID(),
    ...(nonce === undefined ? {} : { nonce }),
    ...(token === undefined ? {} : { ath: createHash("sha256").update(token).digest("base64url") }),
  })
    .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk })
    .setIssuedAt(Math.floor(now / SECOND))
    .sign(privateKey);
}
