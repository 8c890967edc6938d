import { readAddress, readCidr } from "../network/cidr.ts";

/** What an indicator names that a log of sign-ins can show. */
export type IndicatorKind = "address" | "network" | "domain" | "agent";

/** Something that was seen in the hands of an intruder. */
export interface Indicator {
  readonly kind: IndicatorKind;
  /** As it is written, made plain: `198.51.100[.]7` is 198.51.100.7. */
  readonly value: string;
  /** Which list it is from. */
  readonly source: string;
  /** What the list says of it; `""` when nothing. */
  readonly note: string;
  /** The first moment at which it means nothing any more, milliseconds; Infinity when nobody said. */
  readonly until: number;
}

/** What was read of a list. */
export interface ReadIndicators {
  readonly form: "list" | "csv" | "stix" | "misp";
  readonly indicators: readonly Indicator[];
  /** What could not be understood; line 0 where a document has none. */
  readonly problems: readonly { readonly line: number; readonly reason: string }[];
  /** What is understood and no log of sign-ins shows: hashes, files, accounts. */
  readonly unused: number;
}

/** A value and what it is; `unused` is an indicator of another kind. */
export type Recognised = Pick<Indicator, "kind" | "value"> | "unused" | undefined;

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/i;
const URL_HOST = /^[a-z][a-z0-9+.-]{1,20}:\/\/(?:[^/?#@\s]{1,200}@)?(\[[0-9a-f:.]{2,45}\]|[^/?#:\s]{1,253})/i;
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/i;
const MAIL = /^[^\s@]{1,100}@[^\s@]{1,200}$/;
/** A product and its version, as user agents begin (RFC 9110 section 10.1.5). */
const AGENT = /^[A-Za-z][A-Za-z0-9._+!-]{0,60}\/[A-Za-z0-9._-]{1,40}(?:[\s;(].*)?$/s;
const LONGEST = 2000;

/** Tells what a value is, also when it is written so that nobody clicks on it (`hxxp://203.0.113[.]9`). */
export function recognise(written: string): Recognised {
  if (written.length > LONGEST) return undefined;
  const text = refanged(written.trim());
  if (text === "") return undefined;
  if (readAddress(text) !== undefined) return { kind: "address", value: text };
  if (text.includes("/") && readCidr(text) !== undefined) return { kind: "network", value: text };
  const host = URL_HOST.exec(text)?.[1]?.replaceAll(/[[\]]/g, "");
  if (host !== undefined) return recogniseHost(host);
  if (HASH.test(text) || MAIL.test(text)) return "unused";
  if (AGENT.test(text)) return { kind: "agent", value: text };
  return recogniseHost(text);
}

function recogniseHost(text: string): Recognised {
  if (readAddress(text) !== undefined) return { kind: "address", value: text };
  const domain = text.replaceAll(/^\*\.|\.$/g, "");
  return DOMAIN.test(domain) ? { kind: "domain", value: domain.toLowerCase() } : undefined;
}

function refanged(text: string): string {
  return text
    .replaceAll(/\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)/gi, ".")
    .replaceAll("[:]", ":")
    .replace(/^h(?:xx|\*\*)p(s?):/i, "http$1:");
}
