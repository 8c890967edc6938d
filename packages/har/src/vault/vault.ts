import { fromBase64, toBase64 } from "../encoding/base64.ts";
import { binary, bytesOf } from "../encoding/binary.ts";
import { factsOf, isPseudonym, type SecretClass } from "../secret/classes.ts";
import { isHarmlessClaim, jwtParts, partText } from "../secret/jwt.ts";
import { isHex } from "../secret/random.ts";

/** What is known of one value. */
export interface Held {
  secret: SecretClass;
  /** Times it was found in a place, in the first reading. */
  count: number;
}

/** A value that is another one in base64 or hexadecimal. */
type Alias = { readonly of: string; readonly codec: "base64" | "hex"; readonly urlSafe: boolean };

/** Digits of a pseudonym: 48 bits, so that two values of one capture do not meet. */
const DIGITS = 12;

/**
 * The secret values of one capture and their pseudonyms. A pseudonym is a keyed hash: the same value has the same one
 * under the same key, and without the key not even a four-digit code can be guessed from it.
 */
export class Vault {
  readonly values: Map<string, Held> = new Map();
  readonly #hmac: (message: Uint8Array) => Uint8Array;
  readonly #aliases = new Map<string, Alias>();
  readonly #rendered = new Map<string, string>();
  /** Other spellings of a value, which share its pseudonym. */
  readonly #spellings = new Map<string, string>();

  constructor(hmac: (message: Uint8Array) => Uint8Array) {
    this.#hmac = hmac;
  }

  add(value: string, secret: SecretClass, found = true): void {
    if (secret === "withheld") return;
    const held = this.values.get(value);
    if (held === undefined) this.values.set(value, { secret, count: found ? 1 : 0 });
    else {
      if (found) held.count++;
      if (factsOf(secret).rank > factsOf(held.secret).rank) held.secret = secret;
    }
  }

  /** `raw` is another way to write a value that is held. */
  spell(raw: string, value: string): void {
    const held = this.values.get(value);
    if (held === undefined || this.values.has(raw)) return;
    this.values.set(raw, { secret: held.secret, count: 0 });
    this.#spellings.set(raw, value);
  }

  /** After the first reading: values that encode other values become one with them. */
  seal(): void {
    this.#rendered.clear();
    for (const value of this.values.keys()) {
      const alias = this.#aliasOf(value);
      if (alias !== undefined) this.#aliases.set(value, alias);
    }
  }

  #aliasOf(value: string): Alias | undefined {
    if (value.length < 8 || value.length > 4096) return undefined;
    if (isHex(value) && value.length % 2 === 0) {
      const plain = value.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
      if (this.values.has(plain)) return { of: plain, codec: "hex", urlSafe: false };
    }
    if (!/^[\w+/-]+={0,2}$/.test(value)) return undefined;
    const chars = bytesOf(value);
    const plain = binary(fromBase64(chars, 0, chars.length));
    return plain.length >= 4 && this.values.has(plain)
      ? { of: plain, codec: "base64", urlSafe: /[-_]/.test(value) }
      : undefined;
  }

  /** The class of a value: the most telling that was seen. */
  classOf(value: string, found: SecretClass): SecretClass {
    const held = this.values.get(value)?.secret;
    return held !== undefined && factsOf(held).rank > factsOf(found).rank ? held : found;
  }

  /** A value's keyed hash, in hexadecimal: names it where it must not stand itself. */
  hashOf(value: string): string {
    return Array.from(this.#hmac(bytesOf(this.#spellings.get(value) ?? value)), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");
  }

  /** `sid#a1b2c3d4e5f6` */
  pseudonym(value: string, secret: SecretClass): string {
    return `${factsOf(this.classOf(value, secret)).label}#${this.hashOf(value).slice(0, DIGITS)}`;
  }

  /** What is written in the place of a value. */
  render(value: string, secret: SecretClass): string {
    const before = this.#rendered.get(value);
    if (before !== undefined) return before;
    const text = this.#render(value, secret);
    if (value.length < 8192 && this.#rendered.size < 200_000) this.#rendered.set(value, text);
    return text;
  }

  #render(value: string, secret: SecretClass): string {
    const alias = this.#aliases.get(value);
    if (alias !== undefined) {
      const inner = bytesOf(this.render(alias.of, secret));
      if (alias.codec === "hex") return Array.from(inner, (byte) => byte.toString(16).padStart(2, "0")).join("");
      return toBase64(inner, { urlSafe: alias.urlSafe, padded: !alias.urlSafe });
    }
    const parts = jwtParts(value);
    const [header, payload] = parts === undefined ? [] : [this.#readablePart(parts[0]), this.#readablePart(parts[1])];
    if (header === undefined || payload === undefined) return this.pseudonym(value, secret);
    return `${header}.${payload}.${this.pseudonym(value, secret)}`;
  }

  /** A part of a token with pseudonyms for all but its harmless members; undefined when it is no JSON object. */
  #readablePart(part: string): string | undefined {
    try {
      const object: unknown = JSON.parse(partText(part));
      if (typeof object !== "object" || object === null || Array.isArray(object)) return undefined;
      const members = Object.entries(object).map(([name, value]) => [name, this.#readableClaim(name, value)] as const);
      return toBase64(bytesOf(JSON.stringify(Object.fromEntries(members))), { urlSafe: true, padded: false });
    } catch {
      return undefined;
    }
  }

  #readableClaim(name: string, value: unknown): unknown {
    if (typeof value === "number" || typeof value === "boolean" || value === null) return value;
    if (isHarmlessClaim(name)) return this.#withoutKnown(value);
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return isPseudonym(text) ? text : this.pseudonym(text, "claim");
  }

  /** A harmless claim that repeats a known secret is not harmless. */
  #withoutKnown(value: unknown): unknown {
    if (typeof value === "string") return this.values.has(value) ? this.pseudonym(value, "claim") : value;
    return Array.isArray(value)
      ? value.map((one) => this.#withoutKnown(one))
      : typeof value === "object"
        ? this.pseudonym(JSON.stringify(value), "claim")
        : value;
  }
}
