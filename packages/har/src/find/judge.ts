import { binary } from "../encoding/binary.ts";
import { unescapeJson } from "../json/escape.ts";
import { Tape, TOO_DEEP } from "../json/tape.ts";
import { factsOf, isPseudonym, type SecretClass } from "../secret/classes.ts";
import { isScrubbedToken } from "../secret/jwt.ts";
import { shapeOf } from "../secret/shapes.ts";
import { canonical } from "./canonical.ts";
import { type Codec, type Layer, unescapePercent, View, type Wrap } from "./view.ts";

/** What kind of text a stretch is: how much it must look like a secret to be one. */
export type Kind = "field" | "param" | "plain" | "code" | "loose";

/** Where a stretch of text stands. */
export interface Context {
  readonly place: string;
  readonly kind: Kind;
  /** The name it stands under; "" when it has none. */
  readonly name: string;
  /** It is part of a URL or a form: what is put in its place is percent-encoded. */
  readonly inUrl?: boolean;
  /** It stands in a script or a page: sums are common there, and secret to nobody. */
  readonly inCode?: boolean;
}

/** The readers, each of which may need any other: they meet here, so that no file imports in a circle. */
export interface Readers {
  readonly text: Reader;
  readonly value: Reader;
  readonly body: Reader;
  readonly url: Reader;
  readonly form: Reader;
  readonly cookies: Reader;
  readonly authorization: Reader;
}

/** Looks through the bytes of a view from `start` to `end`. */
export type Reader = (judge: Judge, view: View, span: Span, context: Context) => void;

/** Bytes from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value that was seen inside another: known as a secret, with no place of its own. */
export interface Learned {
  readonly value: string;
  readonly secret: SecretClass;
  readonly name: string;
}

/** Unpacks what this room cannot: brotli, zstd. Undefined when it is broken or unfolds to more than `most` bytes. */
export type Unpack = (encoding: string, bytes: Uint8Array, most: number) => Uint8Array | undefined;

const IN_URL: readonly Wrap[] = ["percent"];
/** Values that are remembered as looked into. */
const MOST_KNOWN = 20_000;
/** Longer values are known in one spelling only. */
const LONGEST_SPELLING = 4096;
/** Encodings within encodings that are followed; what lies deeper is withheld. */
const DEEPEST = 24;
/** Bytes that the encodings of one unit may unfold to. */
const MOST_UNFOLDED = 96 * 1024 * 1024;
/** Bytes that one packed body may unfold to. */
export const MOST_UNPACKED: number = 32 * 1024 * 1024;

/** Judges one unit at a time: collects what is secret in it, where, and what stands encoded in it. */
export class Judge {
  readonly read: Readers;
  readonly unpack: Unpack | undefined;
  readonly learned: Learned[] = [];
  /** Values as they stood before their escapes were resolved: what looked like an escape may have been the value. */
  readonly spellings: { readonly raw: string; readonly value: string }[] = [];
  /** What could not be judged: reasons, with the place. */
  readonly unjudged: { readonly place: string; readonly because: string }[] = [];
  readonly #tapes: Tape[] = [];
  readonly #rooms: Uint8Array[] = [];
  readonly #known = new Set<string>();
  #unfolded = 0;

  constructor(read: Readers, unpack?: Unpack) {
    this.read = read;
    this.unpack = unpack;
  }

  /** Begins another unit. */
  begin(): void {
    this.learned.length = 0;
    this.spellings.length = 0;
    this.unjudged.length = 0;
    this.#unfolded = 0;
  }

  /**
   * A value that must go. Pseudonyms and empty values are passed over; its shape may say more than its name.
   * @returns the value as it is when nothing wraps it
   */
  found(view: View, { start, end }: Span, secret: SecretClass, context: Context, bare = false): string | undefined {
    if (end <= start) return undefined;
    const value = this.#spelled(binary(view.bytes, start, end));
    if (value === "" || isPseudonym(value) || isScrubbedToken(value)) return undefined;
    view.finds.push({
      start,
      end,
      value,
      secret: this.#refined(value, secret),
      name: context.name,
      place: context.place,
      bare,
      wraps: context.inUrl === true ? IN_URL : [],
    });
    return value;
  }

  /** Whether a value was not looked into before. */
  isNew(value: string): boolean {
    if (this.#known.has(value)) return false;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.add(value);
    return true;
  }

  #spelled(raw: string): string {
    const value = canonical(raw);
    if (value === raw || raw.length > LONGEST_SPELLING) return value;
    let last = "";
    canonical(raw, (spelling) => {
      if (spelling !== last && spelling !== value) this.spellings.push({ raw: spelling, value });
      last = spelling;
    });
    return value;
  }

  #refined(value: string, secret: SecretClass): SecretClass {
    const shape = shapeOf(value);
    // A step of a sign-in may look like an API token; its name knows better.
    if (secret === "okta-transaction" && shape === "okta-api-token") return secret;
    return shape !== undefined && factsOf(shape).rank > factsOf(secret).rank ? shape : secret;
  }

  learn(value: string, secret: SecretClass, name = ""): void {
    const plain = canonical(value);
    if (plain !== "" && !isPseudonym(plain) && !isScrubbedToken(plain))
      this.learned.push({ value: plain, secret: this.#refined(plain, secret), name });
  }

  /** Lets `look` read a stretch with its escapes resolved. What it reads is only there during the call. */
  unescaped(
    view: View,
    span: Span,
    { wrap, context }: { readonly wrap: Wrap; readonly context: Context },
    look: (inner: View, span: Span) => void,
  ): void {
    const size = span.end - span.start;
    if (!this.#mayGoDeeper(view, size)) {
      this.withhold(view, span, context, "Encoded too deep or too large");
      return;
    }
    const room = this.#room(view.depth, size);
    const end = (wrap === "json" ? unescapeJson : unescapePercent)(view.bytes, span.start, span.end, room);
    // Whoever looks one byte too far sees an end.
    room[end] = 0;
    const inner = new View(room, view.depth + 1);
    look(inner, { start: 0, end });
    inner.close(view, span.start, wrap);
  }

  /** Bytes to write into, one stretch for each depth, used again and again. */
  #room(depth: number, size: number): Uint8Array {
    const before = this.#rooms[depth];
    if (before !== undefined && before.length > size) return before;
    const room = new Uint8Array(Math.max(4096, size + (size >> 1) + 1));
    this.#rooms[depth] = room;
    return room;
  }

  /** Lets `look` read what is encoded in a stretch. Too deep, and the stretch itself must go. */
  decoded(
    view: View,
    span: Span & { readonly codec: Codec; readonly bytes: Uint8Array },
    context: Context,
    look: (inner: View, span: Span) => void,
  ): void {
    const { bytes, start, end, codec } = span;
    if (!this.#mayGoDeeper(view, bytes.length)) {
      this.withhold(view, span, context, "Encoded too deep or too large");
      return;
    }
    const inner = new View(bytes, view.depth + 1);
    look(inner, { start: 0, end: bytes.length });
    const form = { urlSafe: false, padded: false };
    if (codec === "base64") {
      form.padded = view.bytes[end - 1] === 0x3d;
      form.urlSafe = view.bytes.subarray(start, end).includes(0x2d) || view.bytes.subarray(start, end).includes(0x5f);
      form.padded ||= !form.urlSafe && (end - start) % 4 === 0;
    }
    const layer: Layer = {
      codec,
      bytes,
      start,
      end,
      wraps: context.inUrl === true ? IN_URL : [],
      place: context.place,
      form,
      finds: inner.finds,
      inner: inner.inner,
    };
    view.inner.push(layer);
  }

  /** Takes out a body whole, unless it is empty already. */
  drop(view: View, span: Span, context: Context): void {
    if (span.end > span.start) view.dropped.push({ ...span, place: context.place });
  }

  /** Takes out what could not be judged, and says so. What stands in its place tells its length and nothing else. */
  withhold(view: View, { start, end }: Span, context: Context, because: string): void {
    this.unjudged.push({ place: context.place, because });
    const wraps = context.inUrl === true ? IN_URL : [];
    const value = `${end - start} bytes`;
    view.finds.push({
      start,
      end,
      value,
      secret: "withheld",
      name: context.name,
      place: context.place,
      bare: false,
      wraps,
    });
  }

  /**
   * Lets `look` read a stretch as JSON. What is nested too deeply goes whole. @returns where the JSON ends; undefined
   * when it is none.
   */
  json(
    view: View,
    { start, end, context }: Span & { readonly context: Context },
    look: (tape: Tape) => void,
  ): number | undefined {
    const tape = this.#tapes.pop() ?? new Tape();
    try {
      tape.begin(start);
      if (tape.read(view.bytes, end, true) !== "done") {
        if (tape.fault !== TOO_DEEP) return undefined;
        this.withhold(view, { start, end }, context, "JSON that is nested too deeply");
        return end;
      }
      look(tape);
      return tape.at;
    } finally {
      this.#tapes.push(tape);
    }
  }

  #mayGoDeeper(view: View, length: number): boolean {
    this.#unfolded += length;
    return view.depth < DEEPEST && this.#unfolded <= MOST_UNFOLDED;
  }
}
