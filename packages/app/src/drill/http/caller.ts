import { createHash } from "node:crypto";
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from "jose";
import type { Context } from "hono";
import type { Place } from "../organisation/entities.ts";
import { type By, type Organisation, partyOf } from "../organisation/organisation.ts";
import type { Tokens } from "./oauth.ts";

/** Who calls, and what they may do. */
export interface Caller {
  readonly by: By;
  /** `undefined`: a session or an API token, which may do what its user may. */
  readonly scopes: readonly string[] | undefined;
  readonly superAdmin: boolean;
  readonly bucket: string;
}

/** Headers by which a drill says where a request comes from; a real organisation sees it on the line. */
const PLACE = "x-drill-place";

/** The place a request claims to come from. */
function placeOf(c: Context): Place | undefined {
  const given = c.req.header(PLACE);
  if (given === undefined) return undefined;
  return { ...(JSON.parse(given) as Place), ua: c.req.header("user-agent") ?? "" };
}

/** Finds out who calls: by session cookie, API token, or OAuth token with proof of possession. `undefined`: nobody known. */
export async function callerOf(c: Context, org: Organisation, tokens: Tokens): Promise<Caller | undefined> {
  const place = placeOf(c);
  const cookie = /(?:^|;\s*)(?:idx|sid)=([^;]+)/.exec(c.req.header("cookie") ?? "")?.[1];
  const [scheme = "", credential = ""] = (c.req.header("authorization") ?? "").split(" ");
  if (scheme === "SSWS") return withToken(org, credential, place);
  if (scheme === "DPoP" || scheme === "Bearer") return withOAuth({ c, org, tokens, place }, scheme, credential);
  return cookie === undefined ? undefined : withSession(org, cookie, place);
}

function withToken(org: Organisation, secret: string, place: Place | undefined): Caller | undefined {
  const token = [...org.tokens.values()].find((one) => one.secret === secret);
  if (token === undefined || token.user.status !== "ACTIVE") return undefined;
  return {
    by: { actor: partyOf(token.user), place, token: token.id },
    scopes: undefined,
    superAdmin: org.rolesOf(token.user).some(({ type }) => type === "SUPER_ADMIN"),
    bucket: token.id,
  };
}

function withSession(org: Organisation, id: string, place: Place | undefined): Caller | undefined {
  const session = org.sessions.get(id);
  if (session === undefined || session.ended !== 0 || session.user.status !== "ACTIVE") return undefined;
  const from = place ?? session.place;
  const by = { actor: partyOf(session.user), place: from, session: session.id };
  const isAdmin = org.rolesOf(session.user).length > 0;
  if (org.binding && isAdmin && from.asn !== session.place.asn) {
    org.write(by, {
      type: "security.session.detect_client_roaming",
      message: "Session roaming detected",
      outcome: "DENY",
      reason: "Session is used from another ASN than it was opened from",
    });
    return undefined;
  }
  return {
    by,
    scopes: isAdmin ? undefined : [],
    superAdmin: org.rolesOf(session.user).some(({ type }) => type === "SUPER_ADMIN"),
    bucket: session.id,
  };
}

interface Request {
  readonly c: Context;
  readonly org: Organisation;
  readonly tokens: Tokens;
  readonly place: Place | undefined;
}

async function withOAuth(
  { c, org, tokens, place }: Request,
  scheme: string,
  value: string,
): Promise<Caller | undefined> {
  const token = tokens.find(value);
  const client = org.clients.get(token?.clientId ?? "");
  if (token === undefined || client === undefined || token.until <= org.now()) return undefined;
  if (token.thumbprint !== undefined) {
    // RFC 9449, section 4.3: the proof names this request, this token, and is signed by the key the token is bound to.
    if (scheme !== "DPoP") return undefined;
    const proof = await jwtVerify(c.req.header("dpop") ?? "", EmbeddedJWK, {
      typ: "dpop+jwt",
      currentDate: new Date(org.now()),
    }).catch(() => undefined);
    const jwk = proof?.protectedHeader.jwk;
    if (proof === undefined || jwk === undefined) return undefined;
    const url = new URL(c.req.url);
    const { htm, htu, ath, jti } = proof.payload;
    const right =
      htm === c.req.method &&
      typeof htu === "string" &&
      new URL(htu).pathname === url.pathname &&
      ath === createHash("sha256").update(value).digest("base64url") &&
      (await calculateJwkThumbprint(jwk)) === token.thumbprint &&
      tokens.once(String(jti));
    if (!right) return undefined;
  }
  return {
    by: {
      actor: { id: client.clientId, type: "PublicClientApp", alternateId: client.clientId, displayName: client.name },
      place,
      client: client.clientId,
    },
    scopes: token.scopes,
    superAdmin: client.superAdmin,
    bucket: client.clientId,
  };
}
