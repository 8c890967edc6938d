import { binary } from "../encoding/binary.ts";
import { isHex, isObjectId, isRandom } from "../secret/random.ts";
import { canonical } from "./canonical.ts";
import type { Context, Judge, Reader, Span } from "./judge.ts";
import { foundNamed } from "./named.ts";
import type { View } from "./view.ts";

/** Segments of a path after which a secret comes: `/reset-password/<token>`. */
const LEADS =
  /^(?:.*(?:token|reset|activat|welcome|verif|invite|invitation|recover|confirm|unsubscribe|magic|passwordless|session|callback|ticket|secret|share|download|otp|webhooks?|hooks?|services|bot).*|t|s|k|auth|key|sso|signin|login|signup|join|accept|e)$/i;
/** After these a token always comes, whatever it looks like (Okta's links for recovery and activation). */
const LINKS =
  /^(?:reset-password|reset_password|password-reset|verify-recovery-token|activate|activation|welcome|magic-link)$/i;
const FILE =
  /\.(?:m?js|css|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|otf|eot|html?|php|aspx?|jsp|json|xml|txt|wasm|mp4|webm|pdf)$/i;

/** A URL (RFC 3986): user and password, path, query and fragment. Its host stays readable. */
export const readUrl: Reader = (judge, view, { start, end }, outer) => {
  const { bytes } = view;
  const head = binary(bytes, start, Math.min(end, start + 2048));
  const scheme = /^([a-z][a-z0-9+.-]*):(?:\/\/)?/i.exec(head);
  if (scheme !== null && /^(?:data|javascript)$/i.test(scheme[1] ?? "")) {
    judge.read.text(judge, view, { start, end }, { ...outer, inUrl: true, kind: "code" });
    return;
  }
  let at = start;
  const query = before(bytes, { start, end }, 0x3f, 0x23);
  // In scripts and pages files are named by their sums; what is no file is not.
  const isFile = FILE.test(binary(bytes, Math.max(start, query - 8), query));
  const context: Context = { ...outer, inUrl: true, inCode: outer.kind === "code" && isFile };
  if (scheme !== null && scheme[0].endsWith("//")) {
    const authority = /^[^/?#]*/.exec(head.slice(scheme[0].length))?.[0] ?? "";
    at += scheme[0].length;
    const sign = authority.lastIndexOf("@");
    if (sign > 0) userinfo(judge, view, { start: at, end: at + sign }, context);
    at += authority.length;
  }
  path(judge, view, { start: at, end: query }, context);
  const fragment = bytes[query] === 0x3f ? before(bytes, { start: query + 1, end }, 0x23) : query;
  if (fragment > query + 1) judge.read.form(judge, view, { start: query + 1, end: fragment }, context);
  if (fragment >= end) return;
  // A fragment is a form (implicit flow), or a path with a query of its own (pages with hash routes).
  const inner = before(bytes, { start: fragment + 1, end }, 0x3f);
  const rest = binary(bytes, fragment + 1, Math.min(inner, fragment + 2000));
  if (/^[^/]*=/.test(rest)) judge.read.form(judge, view, { start: fragment + 1, end }, context);
  else {
    path(judge, view, { start: fragment + 1, end: inner }, context);
    if (inner < end) judge.read.form(judge, view, { start: inner + 1, end }, context);
  }
};

function before(bytes: Uint8Array, { start, end }: Span, one: number, other: number = one): number {
  let at = start;
  while (at < end && bytes[at] !== one && bytes[at] !== other) at++;
  return at;
}

function userinfo(judge: Judge, view: View, { start, end }: Span, context: Context): void {
  const colon = before(view.bytes, { start, end }, 0x3a);
  if (colon < end) foundNamed(judge, view, { start: colon + 1, end }, { ...context, name: "userinfo" }, "password");
  judge.found(view, { start, end: colon }, colon < end ? "login" : "access-token", { ...context, name: "userinfo" });
}

function path(judge: Judge, view: View, { start, end }: Span, context: Context): void {
  const { bytes } = view;
  let lead = "";
  for (let at = start; at < end;) {
    let stop = at;
    while (stop < end && bytes[stop] !== 0x2f && bytes[stop] !== 0x3b) stop++;
    if (stop - at >= 4)
      segment(judge, view, { start: at, end: stop, last: stop >= end, matrix: bytes[at - 1] === 0x3b, lead }, context);
    if (stop > at) lead = stop - at < 40 ? binary(bytes, at, stop) : "";
    at = stop + 1;
  }
}

interface Segment extends Span {
  readonly last: boolean;
  /** It follows a `;` (RFC 3986 section 3.3): `;jsessionid=…`. */
  readonly matrix: boolean;
  /** The segment before. */
  readonly lead: string;
}

function segment(judge: Judge, view: View, { start, end, last, matrix, lead }: Segment, context: Context): void {
  const raw = binary(view.bytes, start, Math.min(end, start + 4096));
  if (raw.includes("=") && (matrix || /^[\w.-]+=/.test(raw))) {
    judge.read.form(judge, view, { start, end }, context);
    return;
  }
  if (raw.length < 8 && !raw.includes("%")) return;
  const text = canonical(raw);
  if (last && FILE.test(text) && !LEADS.test(lead)) {
    if (text.length >= 40) judge.read.text(judge, view, { start, end }, { ...context, kind: "param", name: "" });
    return;
  }
  const led = LEADS.test(lead) && /\d/.test(text) && /[a-z]/i.test(text) && !/^v\d/i.test(text);
  const whole = /^[\w.~+=:-]+$/.test(text);
  if (whole && led && (isRandom(text, 8) || (text.length >= 16 && isHex(text))))
    foundNamed(judge, view, { start, end }, { ...context, name: lead }, "session-id");
  else if (whole && LINKS.test(lead) && text.length >= 8 && /\d/.test(text))
    foundNamed(judge, view, { start, end }, { ...context, name: lead }, "okta-transaction");
  else if (whole && led && text.length >= 32 && isObjectId(text))
    foundNamed(judge, view, { start, end }, { ...context, name: lead }, "session-id");
  else if (raw.includes("%"))
    judge.unescaped(view, { start, end }, { wrap: "percent", context }, (inner, span) =>
      judge.read.value(judge, inner, span, { ...context, kind: "param", name: "", inUrl: false }),
    );
  else judge.read.text(judge, view, { start, end }, { ...context, kind: "param", name: "" });
}
