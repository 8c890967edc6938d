import { fromBase64, SIXBIT, toBase64 } from "../encoding/base64.ts";
import { binary, bytesOf } from "../encoding/binary.ts";
import { pack } from "../encoding/compressed.ts";
import type { Layer } from "../find/view.ts";
import type { SecretClass } from "../secret/classes.ts";
import type { Match, ValueSearch } from "../vault/search.ts";
import type { Vault } from "../vault/vault.ts";
import type { Noted } from "./journal.ts";
import { type Edit, edited, settled, wrapped } from "./edits.ts";

/** What is told of each replacement, for the receipt. */
export interface Replaced {
  readonly secret: SecretClass;
  readonly value: string;
  readonly place: string;
  /** It was not found here by name or shape, but known from elsewhere. */
  readonly byValue: boolean;
}

/** What a rewriter works with. */
export interface Rewriting {
  readonly vault: Vault;
  readonly search: ValueSearch;
  /** Whether a class is taken out under the profile. */
  readonly takes: (secret: SecretClass) => boolean;
  readonly replaced: (one: Replaced) => void;
}

/** The edits of a text by what was found in it, in what is encoded in it, and by the values known from anywhere. */
export function editsOf(
  rewriting: Rewriting,
  found: { readonly bytes: Uint8Array; readonly finds: readonly Noted[]; readonly inner: readonly Layer[] },
  matches: readonly Match[],
  place: string,
): readonly Edit[] {
  const { vault, takes } = rewriting;
  const told: (readonly [Edit, Replaced])[] = [];
  for (const find of found.finds) {
    if (!takes(find.secret)) continue;
    const { start, end, value } = find;
    const secret = vault.classOf(value, find.secret);
    told.push([
      { start, end, text: replacementOf(vault, find) },
      { secret, value, place: find.place, byValue: false },
    ]);
  }
  for (const match of matches) {
    const secret = vault.classOf(match.value, "opaque");
    told.push([matchEdit(vault, found.bytes, match), { secret, value: match.value, place, byValue: true }]);
  }
  const edits = settled([
    ...found.inner.flatMap((layer) => layerEdit(rewriting, layer)),
    ...told.map(([edit]) => edit),
  ]);
  const kept = new Set(edits);
  for (const [edit, one] of told) if (kept.has(edit)) rewriting.replaced(one);
  return edits;
}

function replacementOf(vault: Vault, find: Noted): string {
  const text = vault.render(find.value, find.secret);
  return wrapped(find.bare ? `"${text}"` : text, find.wraps);
}

/** A layer is made again around its own edits; none, and it stays as it is. */
function layerEdit(rewriting: Rewriting, layer: Layer): readonly Edit[] {
  const { bytes, start, end, codec, wraps } = layer;
  const edits = editsOf(rewriting, layer, rewriting.search.find(bytes, { start: 0, end: bytes.length }), layer.place);
  if (edits.length === 0) return [];
  const out = edited(bytes, 0, bytes.length, edits);
  if (codec === "other")
    return [{ start, end, text: wrapped(rewriting.vault.render(binary(bytes), "withheld"), wraps) }];
  if (codec === "gzip" || codec === "zlib" || codec === "deflate")
    return [{ start, end, text: wrapped(binary(pack(out, codec)), wraps) }];
  if (codec === "hex") return [{ start, end, text: wrapped(hexOf(out), wraps) }];
  return [{ start, end, text: wrapped(toBase64(out, layer.form), wraps) }];
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The edit for a value that was met by itself. */
function matchEdit(vault: Vault, bytes: Uint8Array, match: Match): Edit {
  const { start, end, value } = match;
  const text = vault.render(value, "opaque");
  if (match.form === "hex") return { start, end, text: hexOf(bytesOf(text)) };
  if (match.form === "base64") return base64Edit(bytes, match, text);
  return { start, end, text: inNumber(bytes, match, isInUrl(bytes, match) ? text.replaceAll("#", "%23") : text) };
}

/** The value stands somewhere in a run of base64: from its group of four on, the run is written again. */
function base64Edit(bytes: Uint8Array, { start, end, value, lead }: Match, text: string): Edit {
  const from = start - Math.ceil((lead * 8) / 6);
  let to = end;
  while (to < bytes.length && (SIXBIT[bytes[to] ?? 0] ?? 255) < 64) to++;
  const decoded = fromBase64(bytes, from, to);
  const plain = binary(decoded);
  const next = bytes[to];
  const goesOn = next === 0x5c || next === 0x0a || next === 0x0d || next === 0x25 || next === 0x2b;
  const before = plain.slice(0, lead) + text;
  const after = plain.slice(lead + value.length);
  // Where the base64 goes on behind an escape or a line break, what follows keeps its alignment.
  const pad = goesOn ? "_".repeat((3 - ((before.length + after.length) % 3)) % 3) : "";
  let padding = to;
  while (!goesOn && padding < bytes.length && bytes[padding] === 0x3d && padding - to < 2) padding++;
  const urlSafe = /[-_]/.test(binary(bytes, from, Math.min(to, from + 4096)));
  return {
    start: from,
    end: padding,
    text: toBase64(bytesOf(before + pad + after), { urlSafe, padded: padding > to }),
  };
}

/** A number that is replaced becomes a string, with quotes as deep as those of its key. */
function inNumber(bytes: Uint8Array, { start, end, value }: Match, text: string): string {
  if (!/^\d+$/.test(value)) return text;
  let at = start - 1;
  while (at >= 0 && bytes[at] === 0x20) at--;
  if (bytes[at] !== 0x3a || bytes[at - 1] !== 0x22) return text;
  if (!/^\s*\\*[,}\]nr]/.test(binary(bytes, end, Math.min(bytes.length, end + 8)))) return text;
  let slashes = 0;
  while (bytes[at - 2 - slashes] === 0x5c) slashes++;
  const quote = `${"\\".repeat(slashes)}"`;
  return quote + text + quote;
}

/** Whether a value stands in a URL or a form, where `#` would end it. */
function isInUrl(bytes: Uint8Array, { start, end }: Match): boolean {
  if (bytes.subarray(start, end).includes(0x25)) return true;
  for (let at = start - 1; at >= Math.max(0, start - 2048); at--) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x3f || byte === 0x26) return bytes.subarray(at, start).includes(0x3d);
    if (byte === 0x2f && bytes[at - 1] === 0x2f && bytes[at - 2] === 0x3a) return true;
    if (byte <= 0x20 || byte === 0x22 || byte === 0x27 || byte === 0x3c || byte === 0x3b || byte === 0x2c) return false;
  }
  return false;
}
