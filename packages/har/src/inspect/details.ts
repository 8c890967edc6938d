import { fromBase64 } from "../encoding/base64.ts";
import { binary, bytesOf, readable } from "../encoding/binary.ts";
import { samlXml } from "../find/named.ts";
import { jwtParts, partText } from "../secret/jwt.ts";

/** What a credential tells of itself, read offline. Nothing is ever sent anywhere to learn more. */
export interface Details {
  /** Whose it is. */
  readonly owner?: string;
  readonly issuer?: string;
  readonly audience?: string;
  /** RFC 3339, UTC. */
  readonly issuedAt?: string;
  readonly expiresAt?: string;
  /** Identifiers in it that a log may hold; they open nothing. */
  readonly ids: readonly { readonly name: string; readonly value: string }[];
}

const NONE: Details = { ids: [] };
const IDS = ["jti", "sid", "uid", "sub", "cid", "identity_nonce", "nonce", "azp", "client_id"];

/** Reads a value by its form: JWT, SAML, Basic. */
export function detailsOf(value: string): Details {
  const jwt = jwtParts(value);
  if (jwt !== undefined) return jwtDetails(partText(jwt[1]));
  const xml = value.length > 200 ? samlXml(value) : "";
  if (xml !== "") return samlDetails(xml);
  return basicDetails(value);
}

function jwtDetails(payload: string): Details {
  let claims: Record<string, unknown>;
  try {
    const parsed: unknown = JSON.parse(readable(payload));
    if (typeof parsed !== "object" || parsed === null) return NONE;
    claims = parsed as Record<string, unknown>;
  } catch {
    return NONE;
  }
  const one = (...names: readonly string[]): string | undefined =>
    names.map((name) => claims[name]).find((claim) => typeof claim === "string" && claim !== "") as string | undefined;
  const audience = Array.isArray(claims["aud"])
    ? claims["aud"].filter((each) => typeof each === "string").join(" ")
    : one("aud");
  return {
    ...given("owner", one("email", "preferred_username", "upn", "sub", "uid")),
    ...given("issuer", one("iss")),
    ...given("audience", audience),
    ...given("issuedAt", moment(claims["iat"])),
    ...given("expiresAt", moment(claims["exp"])),
    ids: IDS.flatMap((name) => (typeof claims[name] === "string" ? [{ name, value: claims[name] }] : [])),
  };
}

/** Seconds since 1970 (RFC 7519, NumericDate) as RFC 3339. */
function moment(claim: unknown): string | undefined {
  if (typeof claim !== "number" || claim < 0 || claim > 8.64e12) return undefined;
  return new Date(claim * 1000).toISOString();
}

function samlDetails(xml: string): Details {
  const attribute = (name: string): string | undefined => new RegExp(`\\s${name}="([^"]+)"`).exec(xml)?.[1];
  const element = (name: string): string | undefined =>
    new RegExp(`<(?:\\w+:)?${name}[^>]*>\\s*([^<]+?)\\s*<`).exec(xml)?.[1];
  return {
    ...given("owner", element("NameID")),
    ...given("issuer", element("Issuer")),
    ...given("audience", attribute("Recipient") ?? element("Audience")),
    ...given("issuedAt", attribute("IssueInstant")),
    ...given("expiresAt", attribute("NotOnOrAfter") ?? attribute("SessionNotOnOrAfter")),
    ids: ["SessionIndex", "ID"].flatMap((name) => {
      const value = attribute(name);
      return value === undefined ? [] : [{ name, value }];
    }),
  };
}

function basicDetails(value: string): Details {
  if (!/^[\w+/-]{8,}={0,2}$/.test(value)) return NONE;
  const chars = bytesOf(value);
  const text = binary(fromBase64(chars, 0, chars.length));
  const colon = text.indexOf(":");
  return colon > 0 && /^[ -~]+$/.test(text) ? { owner: text.slice(0, colon), ids: [] } : NONE;
}

function given<Name extends string>(name: Name, value: string | undefined): { readonly [Key in Name]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: string };
}
