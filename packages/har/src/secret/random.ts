const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Ids of Okta objects that name, and open nothing: groups, applications, policies, users (the last are personal). */
const OKTA_ID =
  /^(?:00[gopu]|0oa|0pr|exk|aus|rul|rst|pol|ost|lae|aut|eml|mgi|gub|guo|irb|idn|otl|prc|sco|oap|cos|cre|evt|vis|tfp|dma|bnd|bid|thd|emb|inp|fbr)[A-Za-z0-9]{17}$/;
const DATE = /^\d{4}-?\d{2}-?\d{2}(?:T[\d:.]+Z?)?$/;

/** True for an id that names an object, and is no secret by its shape. */
export function isObjectId(text: string): boolean {
  return UUID.test(text) || OKTA_ID.test(text) || DATE.test(text);
}

/**
 * Whether a word looks made by chance rather than by people: it changes often between capitals, small letters and
 * digits, and repeats little. Words of a language, camelCase names, versions and dates do not; UUIDs and object ids
 * are left out by name.
 */
export function isRandom(text: string, least: number): boolean {
  const { length } = text;
  if (length < least || isObjectId(text)) return false;
  let changes = 0;
  let before = -1;
  let seen = 0;
  let digits = 0;
  const counts = new Map<number, number>();
  for (let n = 0; n < length; n++) {
    const code = text.charCodeAt(n);
    const kind = kindOf(code);
    if (kind === 2) digits++;
    // "Word" begins with a capital: that change is how people write.
    if (before >= 0 && kind < 3 && kind !== before && !(before === 1 && kind === 0)) changes++;
    before = kind === 3 ? -1 : kind;
    seen |= 1 << kind;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  if ((seen & 7) === (seen & 4)) return false;
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / length) * Math.log2(count / length);
  const wanted = length < 20 ? 2.9 : length < 32 ? 3.2 : 3.4;
  if (entropy < wanted) return false;
  const needed = digits > 0 ? Math.max(3, length / 7) : length / 4.5;
  return changes >= needed && (digits > 0 || ((seen & 3) === 3 && length >= 20));
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
