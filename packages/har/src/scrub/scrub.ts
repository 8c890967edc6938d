import { BOUNDS, type Bounds, Cutter, type Unit } from "../capture/cutter.ts";
import { type Digest, hmacSha256, sha256 } from "../encoding/sha256.ts";
import { EntryReader } from "../find/entry.ts";
import { Judge, type Unpack } from "../find/judge.ts";
import { READERS } from "../find/readers.ts";
import { type Layer, View } from "../find/view.ts";
import { STRING, ESCAPED, Tape } from "../json/tape.ts";
import { HarProblem, type Problem } from "../problem.ts";
import { reachOf } from "../vault/reach.ts";
import { type Match, ValueSearch } from "../vault/search.ts";
import { Vault } from "../vault/vault.ts";
import { edited, settled } from "./edits.ts";
import { type Profile, takes } from "./profile.ts";
import { type FileSum, Ledger, type Receipt } from "./receipt.ts";
import { editsOf } from "./rewrite.ts";

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
    for await (const chunk of open()) first.push(chunk);
    first.end();
    run.seal();
    const out: Uint8Array[] = [];
    const second = new Cutter(
      { glue: (bytes) => out.push(bytes.slice()), unit: (unit) => out.push(run.rewrite(unit)) },
      options.bounds ?? BOUNDS,
    );
    const give = async (): Promise<void> => {
      for (const bytes of out.splice(0)) {
        run.output.update(bytes);
        await write(bytes);
      }
    };
    for await (const chunk of open()) {
      run.input.update(chunk);
      second.push(chunk);
      await give();
    }
    second.end();
    await give();
    return { ok: true, receipt: run.receipt() };
  } catch (error) {
    if (error instanceof HarProblem) return { ok: false, problem: error.problem, residue: run.residue };
    throw error;
  }
}

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
  readonly input: Sum;
  readonly output: Sum;
  readonly residue: Residue[] = [];
  readonly #profile: Profile;
  readonly #takes: ReturnType<typeof takes>;
  readonly #vault: Vault;
  readonly #judge: Judge;
  readonly #reader: EntryReader;
  readonly #ledger = new Ledger();
  readonly #tape = new Tape();
  #search: ValueSearch = new ValueSearch([]);
  #entries = 0;
  #dropped = 0;
  #scanned = 0;

  constructor(options: ScrubOptions) {
    const digest = options.sha256 ?? sha256;
    this.input = new Sum(digest());
    this.output = new Sum(digest());
    this.#profile = options.profile ?? "share";
    this.#takes = takes(this.#profile);
    this.#vault = new Vault(hmacSha256(options.key));
    this.#judge = new Judge(READERS, options.unpack);
    this.#reader = new EntryReader({ dropBodies: this.#profile === "strict" });
  }

  #read(unit: Pick<Unit, "bytes" | "tape" | "role">): View {
    const view = new View(unit.bytes, 0);
    this.#judge.begin();
    this.#reader.read(this.#judge, view, unit.tape, unit.role);
    return view;
  }

  /** First reading: collects values. */
  learn(unit: Unit): void {
    const view = this.#read(unit);
    this.#learn(view);
    for (const { value, secret } of this.#judge.learned) this.#vault.add(value, secret, false);
  }

  #learn({ finds, inner }: Pick<View | Layer, "finds" | "inner">): void {
    for (const { value, secret } of finds) this.#vault.add(value, secret);
    for (const layer of inner) this.#learn(layer);
  }

  /** Between the readings. */
  seal(): void {
    this.#vault.seal();
    const wanted: (readonly [string, boolean])[] = [];
    for (const [value, { secret }] of this.#vault.values) {
      const reach = this.#takes(secret) ? reachOf(value, secret) : "place";
      if (reach !== "place") wanted.push([value, reach === "word"]);
    }
    this.#search = new ValueSearch(wanted);
  }

  /** Second reading: replaces, and scans what comes out. */
  rewrite(unit: Unit): Uint8Array {
    if (unit.role === "entries") this.#entries++;
    const view = this.#read(unit);
    for (const { place, because } of this.#judge.unjudged) this.#ledger.unjudged(place, because);
    if (unit.withheld > 0) this.#ledger.unjudged(unit.role, "A string longer than the bound");
    this.#dropped += view.dropped.length;
    const matches = inStrings(this.#search.find(unit.bytes.subarray(0, unit.end), unit), unit);
    const rewriting = {
      vault: this.#vault,
      search: this.#search,
      takes: this.#takes,
      replaced: (one: Parameters<Ledger["replaced"]>[0]) => this.#ledger.replaced(one),
    };
    const edits = editsOf(rewriting, view, matches, unit.role);
    const all =
      view.dropped.length === 0
        ? edits
        : settled([...view.dropped.map(({ start, end }) => ({ start, end, text: "" })), ...edits]);
    const out =
      all.length === 0 ? unit.bytes.slice(unit.start, unit.end) : edited(unit.bytes, unit.start, unit.end, all);
    this.#scan(out, unit);
    return out;
  }

  /** The scan for residue: what came out is read as if it came in. */
  #scan(out: Uint8Array, unit: Unit): void {
    this.#scanned += out.length;
    const tape = this.#tape;
    tape.begin(0);
    if (tape.read(out, out.length, true) !== "done") this.#refuse(unit, [{ place: unit.role, class: "broken JSON" }]);
    const view = this.#read({ bytes: out, tape, role: unit.role });
    const matches = inStrings(this.#search.find(out, { start: 0, end: out.length }), { bytes: out, tape });
    const residue = [
      ...this.#left(view),
      ...matches.map(({ value }) => ({ place: unit.role, class: this.#vault.classOf(value, "opaque") })),
    ];
    if (residue.length > 0) this.#refuse(unit, residue);
  }

  #left({ finds, inner }: Pick<View | Layer, "finds" | "inner">): readonly Residue[] {
    return [
      ...finds.filter(({ secret }) => this.#takes(secret)).map(({ place, secret }) => ({ place, class: secret })),
      ...inner.flatMap((layer) => [
        ...this.#left(layer),
        ...this.#search
          .find(layer.bytes, { start: 0, end: layer.bytes.length })
          .map(({ value }) => ({ place: layer.place, class: this.#vault.classOf(value, "opaque") })),
      ]),
    ];
  }

  #refuse(unit: Unit, residue: readonly Residue[]): never {
    this.residue.push(...residue);
    const [first] = residue;
    throw new HarProblem(
      "NL-HAR-RESIDUE",
      `The scan of the output still found ${residue.length} in "${unit.role}" (${first?.class ?? ""} in ${first?.place ?? ""}); nothing is given out`,
      unit.offset,
    );
  }

  receipt(): Receipt {
    return {
      profile: this.#profile,
      input: this.input.sum(),
      output: this.output.sum(),
      entries: this.#entries,
      ...this.#ledger.summary(),
      dropped: this.#dropped,
      residue: { scanned: this.#scanned, found: 0 },
    };
  }
}

/** Names of HAR and of its readers: a password that is called so takes none of them out. */
const STRUCTURE = /^_?[a-zA-Z]{2,30}$/;

/** Matches that lie in strings. Numbers of a HAR are sizes and times, and its own keys are its frame. */
function inStrings(
  matches: readonly Match[],
  { tape }: Pick<Unit, "tape"> & { readonly bytes: Uint8Array },
): readonly Match[] {
  return matches.filter(({ start, end, value }) => {
    const node = nodeAt(tape, start);
    const kind = tape.kinds[node];
    if ((kind !== STRING && kind !== ESCAPED) || start < (tape.from[node] ?? 0) || end > (tape.to[node] ?? 0))
      return false;
    return !(start === tape.from[node] && end === tape.to[node] && STRUCTURE.test(value) && isKey(tape, node));
  });
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
