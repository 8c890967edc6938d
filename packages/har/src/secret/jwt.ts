import { binary, bytesOf } from "../encoding/binary.ts";
import { fromBase64 } from "../encoding/base64.ts";
import { isPseudonym } from "./classes.ts";

/** Header members and claims that open nothing and name nobody (RFC 7515, RFC 7519, OpenID Connect Core, RFC 9068). */
const HARMLESS = new Set(
  (
    "alg typ cty enc zip crit kid x5t x5t#S256 iss aud exp iat nbf auth_time amr acr ver type scp scope azp token_use" +
    " token_type country nonce_supported updated_at email_verified phone_number_verified policy_id event_type"
  ).split(" "),
);

/** Whether a member may stay readable in a scrubbed token. */
export function isHarmlessClaim(name: string): boolean {
  return HARMLESS.has(name);
}

/** The three parts of a signed token; undefined when `text` is none. */
export function jwtParts(text: string): readonly [header: string, payload: string, signature: string] | undefined {
  if (!text.startsWith("ey") || text.length > 100_000) return undefined;
  const match = /^(ey[\w-]+)\.([\w-]*)\.([\w-]*)$/.exec(text);
  if (match === null) return undefined;
  return [match[1] ?? "", match[2] ?? "", match[3] ?? ""];
}

/** A token whose signature was replaced by its pseudonym. */
export function isScrubbedToken(text: string): boolean {
  const dot = text.lastIndexOf(".");
  return (
    text.startsWith("ey") &&
    dot > 0 &&
    isPseudonym(text.slice(dot + 1)) &&
    /^ey[\w-]*\.[\w-]*$/.test(text.slice(0, dot))
  );
}

/** A part of a token as text; "" when it is no base64url. */
export function partText(part: string): string {
  const bytes = bytesOf(part);
  return binary(fromBase64(bytes, 0, bytes.length));
}
