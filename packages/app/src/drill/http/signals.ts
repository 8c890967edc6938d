import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import type { Context, Hono } from "hono";
import { type Organisation, partyOf, SYSTEM } from "../organisation/organisation.ts";
import type { Guarded } from "./guard.ts";
import { refuse } from "./refuse.ts";

type Plain = Readonly<Record<string, unknown>>;

/** Why a token is refused, in Okta's words (SSF Receiver API). */
interface Refused {
  readonly err: "authentication_failed" | "invalid_audience" | "invalid_issuer" | "invalid_key" | "invalid_request";
  readonly description: string;
}

/** What a Security Events Provider may tell, by the last part of its type (Okta, "SSF security event tokens"). */
const TAKEN: ReadonlySet<string> = new Set([
  "https://schemas.okta.com/secevent/okta/event-type/user-risk-change",
  "https://schemas.okta.com/secevent/okta/event-type/device-risk-change",
  "https://schemas.okta.com/secevent/okta/event-type/ip-change",
  "https://schemas.openid.net/secevent/caep/event-type/session-revoked",
  "https://schemas.openid.net/secevent/caep/event-type/device-compliance-change",
  "https://schemas.openid.net/secevent/risc/event-type/identifier-changed",
]);

/**
 * Okta's receiver of signed events: providers are registered, and what they push is checked by their published keys and
 * logged. The tokens are read here with node:crypto alone, so that it shares nothing with whoever signs them.
 * Okta Management API, SecurityEventsProvider and SSF Receiver.
 */
export function signals(app: Hono, org: Organisation, guarded: Guarded): void {
  app.post(
    "/api/v1/security-events-providers",
    guarded("okta.securityEventsProviders.manage")(async (c) => {
      const { name, type, settings } = await c.req.json<Plain>();
      const { issuer, jwks_url: jwks } = (settings ?? {}) as Plain;
      if (typeof name !== "string" || typeof issuer !== "string" || typeof jwks !== "string")
        return refuse(c, "E0000001", "settings: issuer and jwks_url are required");
      const provider = { id: `sse${org.chance.letters(17)}`, name, type: String(type), issuer, jwks, status: "ACTIVE" };
      org.eventProviders.set(issuer, provider);
      return c.json({ ...provider, settings: { issuer, jwks_url: jwks } });
    }),
  );
  // The token proves who sends it; nothing else is asked for.
  app.post("/security/api/v1/security-events", async (c) => {
    const read = await readToken(c, org);
    if ("err" in read) return c.json(read, 400);
    take(org, read);
    return c.body(null, 202);
  });
}

interface Read {
  readonly iss: string;
  readonly jti: string;
  readonly type: string;
  readonly event: Plain;
}

async function readToken(c: Context, org: Organisation): Promise<Read | Refused> {
  if (!(c.req.header("content-type") ?? "").startsWith("application/secevent+jwt"))
    return { err: "invalid_request", description: "The content type is not application/secevent+jwt" };
  const [head, body, signature = ""] = (await c.req.text()).split(".");
  const [{ typ, alg, kid }, claims] = [partOf(head), partOf(body)];
  if (typ !== "secevent+jwt" || alg !== "RS256")
    return { err: "invalid_request", description: "typ or alg is another one" };
  const { iss, aud, jti, events } = claims;
  const provider = org.eventProviders.get(String(iss));
  if (provider === undefined) return { err: "invalid_issuer", description: "The issuer is no provider" };
  const origin = new URL(c.req.url).origin;
  if (aud !== origin && aud !== `${origin}/`) return { err: "invalid_audience", description: "aud is another one" };
  const keys = ((await (await fetch(provider.jwks)).json()) as { readonly keys: readonly JsonWebKey[] }).keys;
  const jwk = keys.find((one) => one["kid"] === kid);
  if (jwk === undefined) return { err: "invalid_key", description: "No key of that kid is published" };
  const key = createPublicKey({ key: jwk, format: "jwk" });
  if (!verify("sha256", Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url")))
    return { err: "authentication_failed", description: "The signature does not hold" };
  const [[type, event] = ["", {}], ...more] = Object.entries((events ?? {}) as Readonly<Record<string, Plain>>);
  if (more.length > 0 || !TAKEN.has(type) || typeof jti !== "string")
    return { err: "invalid_request", description: "One event of a known type is wanted" };
  return { iss: provider.issuer, jti, type, event };
}

/** What comes twice is passed over, and so is a user who is not known. */
function take(org: Organisation, { iss, jti, type, event }: Read): void {
  const once = `${iss}\n${jti}`;
  if (org.eventsTaken.has(once)) return;
  org.eventsTaken.add(once);
  const { user: named } = (event["subject"] ?? {}) as { readonly user?: { readonly email?: unknown } };
  const user = org.user(String(named?.email));
  if (user === undefined) return;
  org.write(SYSTEM, {
    type: "security.events.provider.receive_event",
    message: "Security event received from a provider",
    targets: [partyOf(user)],
    debug: { providerIssuer: iss, securityEventTokenJti: jti, eventType: type },
  });
  const level = String(event["current_level"]).toUpperCase();
  if (!type.endsWith("/user-risk-change") || (level !== "LOW" && level !== "MEDIUM" && level !== "HIGH")) return;
  user.risk = level;
  org.write(SYSTEM, { type: "user.risk.detect", message: "User risk detected", targets: [partyOf(user)] });
}

function partOf(text = ""): Plain {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as Plain;
  } catch {
    return {};
  }
}
