import { unusualPairs } from "./letter-pairs.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Ids of Okta objects that name, and open nothing: groups, applications, policies, users (the last are personal). */
const OKTA_ID =
  /^(?:00[gopu]|0oa|0pr|exk|aus|rul|rst|pol|ost|lae|aut|eml|mgi|gub|guo|irb|idn|otl|prc|sco|oap|cos|cre|evt|vis|tfp|dma|bnd|bid|thd|emb|inp|fbr)[A-Za-z0-9]{17}$/;
const DATE = /^\d{4}-?\d{2}-?\d{2}(?:T[\d:.]+Z?)?$/;

/** True for a UUID: an id of an object as often as a token. */
export function isUuid(text: string): boolean {
  return text.length === 36 && UUID.test(text);
}

/** True for an id that names an object, and is no secret by its shape. */
export function isObjectId(text: string): boolean {
  return UUID.test(text) || OKTA_ID.test(text) || DATE.test(text);
}

/** The tables of programs that encode. */
const ALPHABET = /ABCDEFGHIJKLMNOPQRSTUVWXYZ|abcdefghijklmnopqrstuvwxyz/;
/** From this part of unusual pairs of letters on a text is no words; of one case alone from a little more. */
const [UNUSUAL, UNUSUAL_ALONE] = [0.4, 0.5];

/**
 * Whether a word looks made by chance rather than by people: it changes often between capitals, small letters and
 * digits, or has pairs of letters that words do not have, and repeats little. Words of a language, camelCase names, versions and dates do not; UUIDs and object ids
 * are left out by name.
 */
export function isRandom(text: string, least: number): boolean {
  const { length } = text;
  if (length < least) return false;
  let changes = 0;
  let before = 3;
  let seen = 0;
  let digits = 0;
  for (let n = 0; n < length; n++) {
    const kind = kindOf(text.charCodeAt(n));
    if (kind === 2) digits++;
    // "Word" begins with a capital: that change is how people write.
    if (kind !== before && kind < 3 && before < 3 && !(before === 1 && kind === 0)) changes++;
    before = kind;
    seen |= 1 << kind;
  }
  if ((seen & 7) === (seen & 4)) return false;
  // Sixteen digits hold less than letters do, and thirty-two need no change of capitals.
  if (digits > 0 && (seen & 8) === 0 && length >= 16) {
    if (isHex(text)) return changes >= 3 && entropyOf(text) >= 2.6;
    if ((seen & 7) === 6 && length >= 20 && changes >= 2) return entropyOf(text) >= 3.4 && !isObjectId(text);
  }
  // What changes seldom may be words with capitals, or chance that happens to: then its pairs of letters tell.
  const isChanging = digits > 0 ? changes >= Math.max(3, length / 7) : length >= 20 && changes >= length / 4.5;
  if (!isChanging && unusualPairs(text, 10) < ((seen & 3) === 3 ? UNUSUAL : UNUSUAL_ALONE)) return false;
  if (length >= 26 && ALPHABET.test(text)) return false;
  return entropyOf(text) >= (length < 20 ? 2.9 : length < 32 ? 3.2 : 3.4) && !isObjectId(text);
}

const counts = new Uint16Array(256);

/** Bits a char (Shannon). */
function entropyOf(text: string): number {
  const length = Math.min(text.length, 4096);
  for (let n = 0; n < length; n++) {
    const code = text.charCodeAt(n) & 255;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  let entropy = 0;
  for (let n = 0; n < length; n++) {
    const code = text.charCodeAt(n) & 255;
    const count = counts[code] ?? 0;
    if (count === 0) continue;
    entropy -= (count / length) * Math.log2(count / length);
    counts[code] = 0;
  }
  return entropy;
}

function kindOf(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return 0;
  if (code >= 0x41 && code <= 0x5a) return 1;
  return code >= 0x30 && code <= 0x39 ? 2 : 3;
}

/** Only hexadecimal digits: a digest or an id as often as a secret. */
export function isHex(text: string): boolean {
  return /^[0-9a-f]+$/i.test(text);
}
