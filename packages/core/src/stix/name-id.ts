import { sha1 } from "./sha1.ts";

/** The namespace of cyber-observable objects (STIX 2.1, 2.9). */
const OBSERVABLES = "00abedb4-aa42-466c-9c01-fed23315a9b7";
/** The namespace of URLs and names like them (RFC 9562, 6.6). */
const URLS = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
/** Other objects must not be named in the observables' namespace; this is ours. */
const OURS = uuid5(URLS, "urn:nightlatch:stix");

/**
 * The id of a cyber-observable object, the same with every producer (STIX 2.1, 2.9): from the properties that its type
 * names, as canonical JSON (RFC 8785).
 */
export function observableId(type: string, contributing: Readonly<Record<string, string>>): string {
  const ordered = Object.fromEntries(Object.entries(contributing).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return `${type}--${uuid5(OBSERVABLES, JSON.stringify(ordered))}`;
}

/** The id of any other object: the same for the same parts, in every run. */
export function objectId(type: string, parts: readonly string[]): string {
  return `${type}--${uuid5(OURS, JSON.stringify([type, ...parts]))}`;
}

/** A UUID of version 5 (RFC 9562, 5.5). */
function uuid5(namespace: string, name: string): string {
  const space = namespace.replaceAll("-", "").match(/../g) ?? [];
  const hash = sha1(new Uint8Array([...space.map((byte) => Number.parseInt(byte, 16)), ...utf8(name)])).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** UTF-8 by way of the one function of the language that writes it (ECMA-262, 19.2.6.4). */
function utf8(text: string): readonly number[] {
  const pieces = encodeURIComponent(text.toWellFormed()).match(/%[0-9A-F]{2}|./g) ?? [];
  return pieces.map((piece) => (piece.length === 3 ? Number.parseInt(piece.slice(1), 16) : piece.charCodeAt(0)));
}
