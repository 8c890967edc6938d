import { utf8Of } from "../encoding/binary.ts";

const PERCENT = /%[0-9a-f]{2}/gi;
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi;
const SCRIPT = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|(["'\\/]))/gi;
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * The value as it is when nothing wraps it: percent escapes, HTML entities and escapes of scripts resolved, quotes
 * around it taken off. One secret, however it was written, is one value. `seen` is told every spelling on the way.
 */
export function canonical(raw: string, seen?: (spelling: string) => void): string {
  if (!raw.includes("%") && !raw.includes("\\") && !raw.includes("&")) return unquoted(raw);
  let value = raw;
  for (let round = 0; round < ROUNDS; round++) {
    const before = value;
    for (const resolve of RESOLVERS) {
      seen?.(value);
      value = resolve(value);
    }
    if (value === before) break;
  }
  return unquoted(value);
}

/** Escapes within escapes that are resolved. */
const ROUNDS = 8;

const RESOLVERS: readonly ((value: string) => string)[] = [
  (value) =>
    value.includes("%")
      ? value.replaceAll(PERCENT, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)))
      : value,
  (value) => (value.includes("&") ? value.replaceAll(ENTITY, entity) : value),
  (value) => (value.includes("\\") ? value.replaceAll(SCRIPT, script) : value),
];

function unquoted(value: string): string {
  const first = value.charAt(0);
  const isQuoted = (first === '"' || first === "'" || first === "`") && value.length > 1 && value.endsWith(first);
  return isQuoted ? value.slice(1, -1) : value;
}

function entity(whole: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0x10ffff ? whole : utf8Of(code);
}

function script(_whole: string, byte?: string, unit?: string, point?: string, self?: string): string {
  if (self !== undefined) return self;
  return utf8Of(Number.parseInt(byte ?? unit ?? point ?? "0", 16));
}

/** A key of JSON with its escapes resolved: `"\u0074oken"` is the name "token". */
export function plainKey(raw: string): string {
  return raw.includes("\\") ? raw.replaceAll(SCRIPT, script) : raw;
}
