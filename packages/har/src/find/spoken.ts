import { binary } from "../encoding/binary.ts";
import { factsOf } from "../secret/classes.ts";
import type { NameVerdict } from "../secret/names.ts";
import { isHex, isObjectId, isRandom, isUuid } from "../secret/random.ts";
import type { Context, Judge } from "./judge.ts";
import { foundNamed } from "./named.ts";
import type { View } from "./view.ts";

const SAID =
  /^((?:is|was|are|=+|->|=>)\s+(?:now\s+|still\s+|set\s+to\s+|called\s+)?)?(["'`(]?)([^\s"'`<>()\\]{4,200})/i;
/** What follows a word about a secret and is none. */
const PLAIN =
  /^(?:https?:|\/|v?\d+(?:\.\d+)+$|[\w-]+\.(?:js|ts|json|html?|css|png|svg|txt|ya?ml|xml|pem|key|crt)$|[a-z]+\([a-z]*\)?$)/i;
/** After "the password is", where people write to people. */
const ORDINARY =
  /^(?:required|wrong|invalid|valid|expired|incorrect|correct|missing|empty|unknown|needed|optional|hidden|secret|safe|used|reused|refused|rejected|accepted|sent|stored|shown|saved|found|gone|there|here|null|undefined|none|false|true|being|still|also|only|never|always|about|with|from|that|this|what|when|where|longer|shorter|weak|strong|temporary|different|same|case-sensitive|changed|reset|revoked|leaked|rotated)$/i;

/**
 * `the password is VALUE`, `used token VALUE here`: as people write in comments, titles, mails and logs. Words of a
 * language are no values there; in comments and titles what follows "is" goes whatever it looks like.
 *
 * @returns where reading goes on; undefined when nothing is said to be the value
 */
export function spoken(
  judge: Judge,
  view: View,
  { at, limit, name, verdict }: Said,
  context: Context,
): number | undefined {
  if (factsOf(verdict.secret).kind !== "credential") return undefined;
  const match = SAID.exec(binary(view.bytes, at, Math.min(limit, at + 240)));
  if (match === null) return undefined;
  const [, copula = "", quote = "", rest = ""] = match;
  const value = rest.replace(/[.,;:!?\]}]+$/, "");
  if (!isValue(value, { isLoose: context.kind === "loose", isSaid: copula !== "", verdict })) return undefined;
  const start = at + copula.length + quote.length;
  const end = start + value.length;
  // A comment may say a password of several words: all of its clause goes.
  const more =
    context.kind === "loose" && copula !== "" && verdict.secret === "password" && value === rest
      ? (/^[^.,;:!?()"'\r\n]*/.exec(binary(view.bytes, end, Math.min(limit, end + 80)))?.[0].trimEnd().length ?? 0)
      : 0;
  foundNamed(judge, view, { start, end: end + more }, { ...context, name }, verdict.secret);
  return end + more;
}

interface Said {
  readonly at: number;
  readonly limit: number;
  readonly name: string;
  readonly verdict: NameVerdict;
}

function isValue(
  value: string,
  { isLoose, isSaid, verdict }: { readonly isLoose: boolean; readonly isSaid: boolean; readonly verdict: NameVerdict },
): boolean {
  const { length } = value;
  if (length < 4 || PLAIN.test(value)) return false;
  if (isObjectId(value)) return isUuid(value);
  if (verdict.strength !== "always") return isRandom(value, 10) || (isHex(value) && length >= 16);
  if (/^\d+$/.test(value)) return verdict.secret === "one-time-code" ? length <= 10 : isSaid && length >= 6;
  if (isSaid && isLoose) return !ORDINARY.test(value);
  const isMixed = /\d/.test(value) && /[a-z]/i.test(value);
  if (isSaid) return isMixed || (/[!@#$%^&*+=~?]/.test(value) && /[a-z]/i.test(value)) || isRandom(value, 12);
  if (length < (isLoose ? 6 : 8)) return false;
  if (isHex(value)) return length >= 16;
  // "token oauth2", "password sha256" are about kinds of it.
  return isMixed && !/^[a-z]+-?\d{1,3}$/i.test(value);
}
