import { binary, bytesOf } from "../encoding/binary.ts";
import { indexIn } from "../encoding/index-in.ts";
import { cookieClass, isSecretUnder, type NameVerdict } from "../secret/names.ts";
import { cachedVerdict } from "../secret/verdicts.ts";
import { canonical } from "./canonical.ts";
import type { Context, Judge, Reader, Span } from "./judge.ts";
import { foundNamed } from "./named.ts";
import type { View } from "./view.ts";

const AMPERSAND = 0x26;
const EQUALS = 0x3d;

/** `name=value&name=value`, of a query, a fragment or a form (URL standard, application/x-www-form-urlencoded). */
export const readForm: Reader = (judge, view, { start, end }, context) => {
  const { bytes } = view;
  for (let at = start; at < end;) {
    const stop = indexIn(bytes, AMPERSAND, { start: at, end });
    // &amp; is how HTML writes the mark between two fields.
    const first = binary(bytes, at, Math.min(stop, at + 4)) === "amp;" ? at + 4 : at;
    const equals = indexIn(bytes, EQUALS, { start: first, end: stop });
    const name = equals >= stop ? "" : canonical(binary(bytes, first, Math.min(equals, first + 200)));
    // A name may itself be the token: `?102kQz…=1`.
    if (name.length >= LONG_NAME && equals < stop)
      judge.read.text(judge, view, { start: first, end: equals }, { ...context, kind: "param", name: "", inUrl: true });
    readField(
      judge,
      view,
      { start: equals >= stop ? first : equals + 1, end: stop },
      { ...context, kind: "param", name, inUrl: true },
    );
    at = stop + 1;
  }
};

/** A shorter name shows nothing by its look. */
const LONG_NAME = 16;
const ANSWER = /^(?:[\w.[\]]*[.[_-])?answer\d?\]?$/i;
/** What a person answers to a security question. */
const ANSWERED: NameVerdict = { secret: "password", strength: "always" };

/** What the name of a field says; in what is sent an answer is one to a question that guards something. */
function fieldVerdict({ name, place }: Context): NameVerdict | undefined {
  return cachedVerdict(name) ?? (place.startsWith("request") && ANSWER.test(name) ? ANSWERED : undefined);
}

/** One value of a query or a form, under its name. */
export function readField(judge: Judge, view: View, span: Span, context: Context): void {
  if (span.end <= span.start) return;
  const verdict = fieldVerdict(context);
  if (verdict !== undefined && span.end - span.start < 200_000) {
    const value = canonical(binary(view.bytes, span.start, span.end));
    if (isSecretUnder(verdict, value)) {
      foundNamed(judge, view, span, context, verdict.secret);
      return;
    }
  }
  judge.read.value(judge, view, span, context);
}

/** The lines of a multipart body (RFC 7578): each part under its name. */
export const readMultipart: Reader = (judge, view, { start, end }, context) => {
  const { bytes } = view;
  const head = binary(bytes, start, Math.min(end, start + 200));
  const boundary = bytesOf(/^--[^\r\n]{1,100}/.exec(head)?.[0] ?? "--");
  for (let at = start; at < end;) {
    const from = at + boundary.length;
    const next = indexOf(bytes, boundary, from, end);
    const part = binary(bytes, from, Math.min(next, from + 4096));
    const blank = /\r?\n\r?\n/.exec(part);
    if (blank !== null) {
      const name = /name="([^"]*)"/i.exec(part.slice(0, blank.index))?.[1] ?? "";
      let stop = next;
      while (stop > from && (bytes[stop - 1] === 0x0a || bytes[stop - 1] === 0x0d)) stop--;
      judge.read.text(judge, view, { start: from, end: from + blank.index }, { ...context, kind: "plain" });
      readField(
        judge,
        view,
        { start: Math.min(stop, from + blank.index + blank[0].length), end: stop },
        { ...context, name, kind: "param" },
      );
    }
    at = next;
    if (next >= end) break;
  }
};

function indexOf(bytes: Uint8Array, wanted: Uint8Array, start: number, end: number): number {
  const first = wanted[0] ?? 0;
  for (let at = indexIn(bytes, first, { start, end }); at < end; at = indexIn(bytes, first, { start: at + 1, end }))
    if (wanted.every((byte, n) => bytes[at + n] === byte)) return at;
  return end;
}

const JOINED = /^[^,=]*(?:=[^,=]*(?:,\s*\d[^,=]*)?)?,\s*(?=[\w!#$%&'*+.^`|~-]+=)/;

/** A Cookie or Set-Cookie header (RFC 6265); several Set-Cookie stand in one value, a line each. */
export const readCookies: Reader = (judge, view, { start, end }, context) => {
  const { bytes } = view;
  const sets = /^set-/i.test(context.name);
  let first = true;
  for (let at = start; at < end;) {
    let stop = at;
    while (stop < end && bytes[stop] !== 0x3b && bytes[stop] !== 0x0a) stop++;
    // Some programs join several Set-Cookie by commas: `Path=/, next=…`.
    const joined = !sets || first ? undefined : JOINED.exec(binary(bytes, at, Math.min(stop, at + 100)))?.[0].length;
    if (!sets || first) readCookie(judge, view, { start: at, end: stop }, context);
    else if (joined !== undefined) readCookie(judge, view, { start: at + joined, end: stop }, context);
    else judge.read.text(judge, view, { start: at, end: stop }, { ...context, kind: "plain" });
    first = bytes[stop] === 0x0a;
    at = stop + 1;
  }
};

function readCookie(judge: Judge, view: View, { start, end }: Span, context: Context): void {
  const { bytes } = view;
  let from = start;
  while (from < end && (bytes[from] ?? 0) <= 0x20) from++;
  let to = end;
  while (to > from && (bytes[to - 1] ?? 0) <= 0x20) to--;
  const equals = indexIn(bytes, EQUALS, { start: from, end: to });
  // Base64 ends with the mark that stands between name and value.
  const at = equals >= to || isPadding(bytes, { start: equals, end: to }, from) ? from : equals + 1;
  const name = at === from ? "" : binary(bytes, from, at - 1);
  readCookieValue(judge, view, { start: at, end: to }, { ...context, name });
}

function isPadding(bytes: Uint8Array, { start, end }: Span, from: number): boolean {
  return start - from >= 20 && end - start <= 2 && bytes[end - 1] === EQUALS;
}

/** The value of one cookie, whatever it is called. */
export function readCookieValue(judge: Judge, view: View, span: Span, context: Context): void {
  const secret = cookieClass(context.name);
  if (
    !isSecretUnder({ secret, strength: "always" }, binary(view.bytes, span.start, Math.min(span.end, span.start + 12)))
  )
    return;
  foundNamed(judge, view, span, context, secret);
  // A cookie may hold JSON or a form with tokens that stand elsewhere alone.
  if (span.end - span.start > 24) judge.read.value(judge, view, span, { ...context, kind: "param" });
}

const SCHEME =
  /^(Bearer|Basic|SSWS|DPoP|Digest|Token|ApiKey|Api-Key|Key|JWT|GoogleLogin|OAuth|Negotiate|NTLM|Hawk|AWS4-HMAC-SHA256|MAC|SharedAccessSignature|SharedKey|PRIVATE-TOKEN)(?:\s|%20|\+)+/i;

/** Credentials of a request (RFC 9110 section 11.4): the scheme stays, what follows goes. */
export const readAuthorization: Reader = (judge, view, { start, end }, context) => {
  let from = start;
  while (from < end && (view.bytes[from] ?? 0) <= 0x20) from++;
  const match = SCHEME.exec(binary(view.bytes, from, Math.min(end, from + 80)));
  const scheme = match?.[1]?.toLowerCase() ?? "";
  let to = end;
  while (to > from && (view.bytes[to - 1] ?? 0) <= 0x20) to--;
  const secret =
    scheme === "basic"
      ? "basic"
      : scheme === "ssws"
        ? "okta-api-token"
        : scheme === "dpop" || scheme === "jwt"
          ? "jwt"
          : "access-token";
  foundNamed(judge, view, { start: from + (match?.[0].length ?? 0), end: to }, context, secret);
};
