import { BOUNDS, type Bounds, Cutter, type Unit } from "../capture/cutter.ts";
import { type Digest, hmacSha256, sha256 } from "../encoding/sha256.ts";
import { EntryReader } from "../find/entry.ts";
import { Judge, type Span, type Unpack } from "../find/judge.ts";
import { READERS } from "../find/readers.ts";
import { type Layer, View } from "../find/view.ts";
import { STRING, ESCAPED, Tape } from "../json/tape.ts";
import { factsOf } from "../secret/classes.ts";
import { HarProblem, type Problem } from "../problem.ts";
import { reachOf } from "../vault/reach.ts";
import { type Match, ValueSearch, type Wanted } from "../vault/search.ts";
import { Vault } from "../vault/vault.ts";
import { type Edit, edited, settled } from "./edits.ts";
import { type Profile, takes } from "./profile.ts";
import { type FileSum, Ledger, type Receipt } from "./receipt.ts";
import { editsOf, type Replaced, type Rewriting } from "./rewrite.ts";
import { Journal, type Noted, type NotedUnit } from "./journal.ts";
import { Outlet } from "./outlet.ts";
import { Slicer } from "./slicer.ts";

/** The bytes of a capture, from the beginning, each time it is called. */
export type OpenCapture = () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface ScrubOptions {
  /** Makes the pseudonyms: 16 random bytes or more, new for each capture and not kept, unless captures are to be compared. */
  readonly key: Uint8Array;
  readonly profile?: Profile;
  /** A faster SHA-256 than the one in this package. */
  readonly sha256?: () => Digest;
  /** Unpacks brotli and zstd; without it bodies in them are taken out. */
  readonly unpack?: Unpack;
  readonly bounds?: Bounds;
}

export type Scrubbed =
  | { readonly ok: true; readonly receipt: Receipt }
  | { readonly ok: false; readonly problem: Problem; readonly residue: readonly Residue[] };

/** Something that the scan of the output still found. */
export interface Residue {
  readonly place: string;
  readonly class: string;
}

/**
 * Scrubs a capture: reads it once to learn every secret value, and once more to replace each in every place and
 * encoding. What is given to `write` has been scanned for residue; yet it is only good when the answer is `ok`. So
 * write it where nobody takes it for the result, and move it into place then.
 */
export async function scrub(
  open: OpenCapture,
  write: (bytes: Uint8Array) => Promise<void> | void,
  options: ScrubOptions,
): Promise<Scrubbed> {
  if (options.key.length < 16) throw new RangeError("The key has fewer than 16 bytes");
  const run = new Run(options);
  try {
    const first = new Cutter({ glue: () => undefined, unit: (unit) => run.learn(unit) }, options.bounds ?? BOUNDS);
    for await (const chunk of open()) {
      run.before.update(chunk);
      first.push(chunk);
    }
    first.end();
    run.seal();
    const out = new Outlet();
    const second = new Slicer(run.journal, {
      glue: (bytes) => out.put(bytes),
      unit: (unit, bytes) => out.put(run.rewrite(unit, bytes)),
    });
    for await (const chunk of open()) {
      run.input.update(chunk);
      second.push(chunk);
      for (const bytes of out.full()) {
        run.output.update(bytes);
        await write(bytes);
      }
    }
    for (const bytes of out.rest()) {
      run.output.update(bytes);
      await write(bytes);
    }
    second.end();
    return { ok: true, receipt: run.receipt() };
  } catch (error) {
    if (error instanceof HarProblem) return { ok: false, problem: error.problem, residue: run.residue };
    throw error;
  }
}

function changed(offset: number): HarProblem {
  return new HarProblem(
    "NL-HAR-CHANGED",
    "The file changed while it was read; one that stays as it is is wanted",
    offset,
  );
}

/** What stands in a unit and must go. */
interface Found {
  readonly finds: readonly Noted[];
  readonly inner: readonly Layer[];
  readonly dropped: View["dropped"];
  readonly matches: readonly Match[];
}

/** Times that what came out is mended before it is refused. */
const ROUNDS = 4;

/** A hash that counts. */
class Sum {
  #bytes = 0;
  readonly #digest: Digest;

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  update(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#digest.update(bytes);
  }

  sum(): FileSum {
    return {
      bytes: this.#bytes,
      sha256: Array.from(this.#digest.digest(), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    };
  }
}

class Run {
  /** The input at the first reading. */
  readonly before: Sum;
  readonly input: Sum;
  readonly output: Sum;
  readonly residue: Residue[] = [];
  readonly journal: Journal = new Journal();
  readonly #profile: Profile;
  readonly #takes: ReturnType<typeof takes>;
  readonly #vault: Vault;
  readonly #judge: Judge;
  readonly #reader: EntryReader;
  readonly #ledger = new Ledger();
  readonly #tape = new Tape();
  #search: ValueSearch = new ValueSearch([]);
  /** Numbers of clean bodies in which no known value stands. */
  readonly #unmet = new Set<number>();
  #rewriting: Rewriting;
  #entries = 0;
  #dropped = 0;
  #scanned = 0;

  constructor(options: ScrubOptions) {
    const digest = options.sha256 ?? sha256;
    this.before = new Sum(digest());
    this.input = new Sum(digest());
    this.output = new Sum(digest());
    this.#profile = options.profile ?? "share";
    this.#takes = takes(this.#profile);
    this.#vault = new Vault(hmacSha256(options.key));
    this.#judge = new Judge(READERS, options.unpack);
    this.#rewriting = this.#rewritingOf();
    this.#reader = new EntryReader({ dropBodies: this.#profile === "strict" });
  }

  #read(unit: Pick<Unit, "bytes" | "tape" | "role">): View {
    const view = new View(unit.bytes, 0);
    this.#judge.begin();
    this.#reader.read(this.#judge, view, unit.tape, unit.role);
    return view;
  }

  /** First reading: collects values, and notes where they stand. */
  learn(unit: Unit): void {
    if (unit.role === "entries") this.#entries++;
    const view = this.#read(unit);
    this.#learn(view);
    for (const { value, secret } of this.#judge.learned) this.#vault.add(value, secret, false);
    for (const { raw, value } of this.#judge.spellings) this.#vault.spell(raw, value);
    for (const { place, because } of this.#judge.unjudged) this.#ledger.unjudged(place, because);
    if (unit.gaps.length > 0) this.#ledger.unjudged(unit.role, "A string longer than the bound");
    this.#dropped += view.dropped.length;
    this.journal.note(unit, view, view.inner.length + view.dropped.length > 0);
  }

  #learn({ finds, inner }: Pick<View | Layer, "finds" | "inner">): void {
    for (const { value, secret } of finds) this.#vault.add(value, secret);
    for (const layer of inner) this.#learn(layer);
  }

  /** Between the readings. */
  seal(): void {
    this.#vault.seal();
    const wanted: Wanted[] = [];
    for (const [value, { secret }] of this.#vault.values) {
      const reach = this.#takes(secret) ? reachOf(value, secret) : "place";
      const encoded = factsOf(secret).kind !== "personal";
      if (reach !== "place") wanted.push({ value, asWord: reach === "word", encoded });
    }
    this.#search = new ValueSearch(wanted);
    this.#rewriting = this.#rewritingOf();
  }

  #rewritingOf(): Rewriting {
    const replaced = (one: Replaced): void => this.#ledger.replaced(one);
    return { vault: this.#vault, search: this.#search, takes: this.#takes, replaced };
  }

  /** Second reading: replaces, and scans what comes out. */
  rewrite(unit: NotedUnit, bytes: Uint8Array): Uint8Array {
    const found = unit.readAgain ? this.#readAgain(unit, bytes) : { finds: unit.finds, inner: [], dropped: [] };
    const met = this.#meet(unit, bytes);
    if (met.length + found.finds.length + found.inner.length + found.dropped.length === 0) {
      this.#scanned += bytes.length;
      return bytes;
    }
    const matches = met.length === 0 ? met : this.#inStrings(bytes, met, found.finds);
    const edits = this.#edits(bytes, { finds: found.finds, inner: found.inner, dropped: found.dropped, matches }, unit);
    let out = edited(bytes, 0, bytes.length, edits);
    let known = keptOf(unit.clean, edits);
    // What came out is read as if it came in. A pseudonym may make a new whole look random: that goes too, and again.
    for (let round = 1; ; round++) {
      const left = this.#scan(unit, out, known);
      if (left === undefined) return out;
      if (round === ROUNDS) this.#refuse(unit, left);
      const more = this.#edits(out, left, unit);
      out = edited(out, 0, out.length, more);
      known = [];
    }
  }

  /** Known values in a unit. Clean bodies in which none was met before, byte for byte the same, are passed over. */
  #meet({ clean }: NotedUnit, bytes: Uint8Array): readonly Match[] {
    const passed = clean.filter(({ same }) => same >= 0 && this.#unmet.has(same));
    const met = between(passed, bytes.length).flatMap((span) => this.#search.find(bytes, span));
    for (const { start, end, same } of clean)
      if (same >= 0 && !met.some((match) => match.start < end && match.end > start)) this.#unmet.add(same);
    return met;
  }

  #edits(bytes: Uint8Array, found: Found, unit: NotedUnit): readonly Edit[] {
    const edits = editsOf(this.#rewriting, { finds: found.finds, inner: found.inner, bytes }, found.matches, unit.role);
    if (found.dropped.length === 0) return edits;
    return settled([...found.dropped.map(({ start, end }) => ({ start, end, text: "" })), ...edits]);
  }

  #readAgain(unit: NotedUnit, bytes: Uint8Array): View {
    this.#tape.begin(0);
    if (this.#tape.read(bytes, bytes.length, true) !== "done") throw changed(unit.offset);
    return this.#read({ bytes, tape: this.#tape, role: unit.role });
  }

  /** Matches that no find covers anyhow, in strings. */
  #inStrings(bytes: Uint8Array, met: readonly Match[], finds: readonly Noted[]): readonly Match[] {
    const sorted = [...finds].sort((a, b) => a.start - b.start);
    const open = met.filter(({ start, end }) => {
      const find = sorted[lastBefore(sorted, start)];
      return find === undefined || find.end < end;
    });
    if (open.length === 0) return open;
    this.#tape.begin(0);
    this.#tape.read(bytes, bytes.length, true);
    return inStrings(open, this.#tape);
  }

  /**
   * The scan for residue. `known` are long bodies in which nothing was found at the first reading, no value was met
   * at the second, and nothing was written. @returns what is left; undefined: nothing
   */
  #scan(unit: NotedUnit, out: Uint8Array, known: readonly Span[]): Found | undefined {
    this.#scanned += out.length;
    const tape = this.#tape;
    tape.begin(0, known);
    if (tape.read(out, out.length, true) !== "done")
      throw new HarProblem(
        "NL-HAR-RESIDUE",
        `What came out of "${unit.role}" is no JSON; nothing is given out`,
        unit.offset,
      );
    this.#reader.skips = new Set(known.map(({ start }) => start));
    const { finds, inner, dropped } = this.#read({ bytes: out, tape, role: unit.role });
    this.#reader.skips = new Set();
    const met = between(known, out.length).flatMap((span) => this.#search.find(out, span));
    const left = { finds, inner, dropped, matches: met.length === 0 ? met : inStrings(met, tape) };
    return dropped.length === 0 && this.#residue(left).length === 0 ? undefined : left;
  }

  #residue({ finds, inner, matches }: Pick<Found, "finds" | "inner" | "matches">): readonly Residue[] {
    return [
      ...finds.filter(({ secret }) => this.#takes(secret)).map(({ place, secret }) => ({ place, class: secret })),
      ...matches.map(({ value }) => ({ place: "by value", class: this.#vault.classOf(value, "opaque") })),
      ...inner.flatMap((layer) =>
        this.#residue({ ...layer, matches: this.#search.find(layer.bytes, { start: 0, end: layer.bytes.length }) }),
      ),
    ];
  }

  #refuse(unit: NotedUnit, left: Found): never {
    const residue = this.#residue(left);
    this.residue.push(...residue);
    const [first] = residue;
    throw new HarProblem(
      "NL-HAR-RESIDUE",
      `The scan of the output still found ${residue.length} in "${unit.role}" (${first?.class ?? ""} in ${first?.place ?? ""}); nothing is given out`,
      unit.offset,
    );
  }

  /** @throws HarProblem when the two readings did not see the same file: then what was learnt is not what was written */
  receipt(): Receipt {
    const input = this.input.sum();
    if (this.before.sum().sha256 !== input.sha256) throw changed(input.bytes);
    return {
      profile: this.#profile,
      input,
      output: this.output.sum(),
      entries: this.#entries,
      ...this.#ledger.summary(),
      dropped: this.#dropped,
      residue: { scanned: this.#scanned, found: 0 },
    };
  }
}

/** Where stretches stand in what came out, those that no edit touched. */
function keptOf(stretches: readonly Span[], edits: readonly Edit[]): readonly Span[] {
  const kept: Span[] = [];
  let moved = 0;
  let n = 0;
  for (const { start, end } of stretches) {
    for (let edit = edits[n]; edit !== undefined && edit.end <= start; edit = edits[++n])
      moved += edit.text.length - (edit.end - edit.start);
    if ((edits[n]?.start ?? end) >= end) kept.push({ start: start + moved, end: end + moved });
  }
  return kept;
}

/** What lies between stretches. */
function between(stretches: readonly Span[], end: number): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const stretch of stretches) {
    spans.push({ start: at, end: stretch.start });
    at = stretch.end;
  }
  return [...spans, { start: at, end }];
}

/** Names of HAR and of its readers: a password that is called so takes none of them out. */
const STRUCTURE = /^_?[a-zA-Z]{2,30}$/;

/** Matches that lie in strings. Numbers of a HAR are sizes and times, and its own keys are its frame. */
function inStrings(matches: readonly Match[], tape: Tape): readonly Match[] {
  return matches.filter(({ start, end, value }) => {
    const node = nodeAt(tape, start);
    const kind = tape.kinds[node];
    if ((kind !== STRING && kind !== ESCAPED) || start < (tape.from[node] ?? 0) || end > (tape.to[node] ?? 0))
      return false;
    return !(start === tape.from[node] && end === tape.to[node] && STRUCTURE.test(value) && isKey(tape, node));
  });
}

/** Index of the last that begins at or before a place; -1 for none. */
function lastBefore(sorted: readonly Span[], place: number): number {
  let low = -1;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle]?.start ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The last node that begins at or before a place. */
function nodeAt(tape: Tape, place: number): number {
  let low = 0;
  let high = tape.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tape.from[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Whether a string is a key: the value after it begins right behind its colon. */
function isKey(tape: Tape, node: number): boolean {
  for (let open = node - 1; open >= 0; open--) {
    if ((tape.next[open] ?? 0) <= node) continue;
    if ((tape.kinds[open] ?? 9) !== 0) return false;
    for (let member = open + 1; member <= node; member = tape.next[member + 1] ?? node + 1)
      if (member === node) return true;
    return false;
  }
  return false;
}
