import { binary, bytesOf } from "../encoding/binary.ts";
import { fromBase64 } from "../encoding/base64.ts";
import { isDeflatedText, packingOf, unpack } from "../encoding/compressed.ts";
import { isPseudonym, type SecretClass } from "../secret/classes.ts";
import { isHarmlessClaim, isScrubbedToken, jwtParts, partText } from "../secret/jwt.ts";
import { verdictOn } from "../secret/names.ts";
import { type Context, type Judge, MOST_UNPACKED, type Span } from "./judge.ts";
import type { View } from "./view.ts";

/** A value that its name makes secret: found whole, and looked into for secrets that may stand elsewhere alone. */
export function foundNamed(judge: Judge, view: View, span: Span, context: Context, secret: SecretClass): void {
  const value = judge.found(view, span, secret, context);
  if (value !== undefined && judge.isNew(value)) lookInside(judge, value, secret);
}

/** Learns what a secret value is made of: claims of a token, the assertion in a SAML message, a user and a password. */
function lookInside(judge: Judge, value: string, secret: SecretClass): void {
  if (value.length < 8 || isPseudonym(value) || isScrubbedToken(value)) return;
  const jwt = jwtParts(value);
  if (jwt !== undefined) {
    if (jwt[2].length >= 16) judge.learn(jwt[2], "jwt", "signature");
    const claims = objectOf(partText(jwt[1])) ?? {};
    const telling = Object.entries(claims).filter(
      ([name, one]) => typeof one === "string" && !isHarmlessClaim(name) && !isPseudonym(one),
    );
    if (telling.length > 0 && jwt[1].length >= 16) judge.learn(jwt[1], "jwt", "payload");
    for (const [name, one] of telling)
      if (typeof one === "string" && one.length >= 6) judge.learn(one, claimClass(name, one), name);
  } else if (secret === "saml") learnSaml(judge, value);
  else if (secret === "basic") learnBasic(judge, value);
  else if (/[:|.~!]/.test(value) && !/\s/.test(value)) learnParts(judge, value, secret);
}

/** The class of a claim: what its name says, else that it is one. */
function claimClass(name: string, value: string): SecretClass {
  if (/^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(value)) return "email";
  if (name === "uid" || name === "sub") return "user-id";
  if (name === "name") return "person-name";
  return verdictOn(name)?.secret ?? "claim";
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The XML of a SAML message, whatever its binding (SAML 2.0 bindings, 3.4 and 3.5); "" when there is none. */
export function samlXml(value: string): string {
  if (value.startsWith("<")) return value;
  const chars = bytesOf(value);
  const bytes = fromBase64(chars, 0, chars.length);
  if (bytes[0] === 0x3c) return binary(bytes);
  const packing = packingOf(bytes) ?? (isDeflatedText(bytes) ? "deflate" : undefined);
  const xml = packing === undefined ? undefined : unpack(bytes, packing, MOST_UNPACKED);
  return typeof xml === "object" && xml[0] === 0x3c ? binary(xml) : "";
}

function learnSaml(judge: Judge, value: string): void {
  const xml = samlXml(value);
  for (const match of xml.matchAll(/SessionIndex="([^"]{6,})"/g))
    judge.learn(match[1] ?? "", "saml-session", "SessionIndex");
  for (const match of xml.matchAll(/\sID="([^"]{12,})"/g)) judge.learn(match[1] ?? "", "saml", "ID");
  for (const match of xml.matchAll(/<(?:\w+:)?(?:SignatureValue|DigestValue)[^>]*>\s*([^<]{16,}?)\s*</g))
    judge.learn(match[1] ?? "", "saml", "signature");
  for (const match of xml.matchAll(/<(?:\w+:)?NameID[^>]*>\s*([^<]{6,}?)\s*</g))
    judge.learn(match[1] ?? "", claimClass("sub", match[1] ?? ""), "NameID");
  for (const match of xml.matchAll(/<(?:\w+:)?AttributeValue[^>]*>\s*([^<]{6,}?)\s*</g)) {
    const text = match[1] ?? "";
    if (text.includes("@")) judge.learn(text, claimClass("", text), "attribute");
  }
}

function learnBasic(judge: Judge, value: string): void {
  const chars = bytesOf(value);
  const text = binary(fromBase64(chars, 0, chars.length));
  const colon = text.indexOf(":");
  if (colon < 0 || !/^[ -~\u0080-\u00ff]*$/.test(text)) return;
  judge.learn(text.slice(colon + 1), "password", "basic");
  judge.learn(text.slice(0, colon), claimClass("login", text.slice(0, colon)), "basic");
}

/** `s:ID.signature`, `user|token|mac`: long parts are secrets of their own. */
function learnParts(judge: Judge, value: string, secret: SecretClass): void {
  const parts = value.split(/[:|.~!]/);
  if (parts.length > 8) return;
  for (const part of parts)
    if (part.length >= 16 && !part.startsWith("eyJ") && /\d/.test(part) && /[a-z]/i.test(part))
      judge.learn(part, secret);
}
