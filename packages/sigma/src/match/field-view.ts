import { fold } from "../field/fold.ts";
import type { Path } from "../field/path.ts";
import { textOf } from "../field/scalar.ts";

/** Tells the text or the texts at a path of a record: see `Matcher.candidates`. */
export type Tell = (path: string) => string | readonly string[] | undefined;

/** What views are views of. */
export interface Looked {
  /** The event, or a member of one of its arrays. */
  readonly node: unknown;
  /** In place of a node, the texts of a record. */
  readonly tell: Tell | undefined;
  /** Counts the nodes and records, so that a view knows whether what it found belongs to this one. */
  readonly turn: number;
  /** Set when something was asked that texts do not answer: what was concluded does not count. */
  unsure: boolean;
}

/** What is at one path. It is found once for each node, however many rules ask. */
export class FieldView {
  /** The path that texts are asked for, `undefined` when no text can tell. */
  readonly spelt: string | undefined;
  readonly #at: Looked;
  readonly #path: Path;
  #turn = 0;
  /** No text answers. */
  #silent = false;
  /** An empty text answers: the value, or one of them, is absent, null or empty. */
  #empty = false;
  #found = false;
  #values: readonly unknown[] = NOTHING;
  #texts: readonly string[] | undefined;
  #folded: readonly string[] | undefined;
  #version = 0;
  /** What was told last. */
  #told: string | readonly string[] | undefined;

  constructor(at: Looked, path: Path, spelt: string | undefined) {
    this.#at = at;
    this.#path = path;
    this.spelt = spelt;
  }

  /** Whether the key is there, be it null or empty. */
  get found(): boolean {
    this.#look();
    if (!this.#found) this.mayBeEmpty();
    return this.#found;
  }

  /** Every value, members of arrays one by one. */
  get values(): readonly unknown[] {
    this.#look();
    return this.#values;
  }

  /** The scalars among the values, as text. */
  get texts(): readonly string[] {
    this.#look();
    return (this.#texts ??= textsOf(this.#values));
  }

  /** The texts, folded. */
  get folded(): readonly string[] {
    const { texts } = this;
    return (this.#folded ??= texts.map(fold));
  }

  /** Changes when the values may have changed. */
  get version(): number {
    this.#look();
    return this.#version;
  }

  /** To be called by tests that tell an empty value from an absent one. */
  mayBeEmpty(): void {
    this.#look();
    if (this.#empty) this.#at.unsure = true;
  }

  /** To be called by tests that no text can answer. */
  mustBeWhole(): void {
    if (this.#at.tell !== undefined) this.#at.unsure = true;
  }

  /** What is at the path, arrays as they are. */
  nodes(): readonly unknown[] {
    this.mustBeWhole();
    return this.#at.tell === undefined ? this.#path.nodes(this.#at.node) : NOTHING;
  }

  #look(): void {
    if (this.#turn !== this.#at.turn) this.#find();
    if (this.#silent) this.#at.unsure = true;
  }

  #find(): void {
    const { turn, tell, node } = this.#at;
    this.#turn = turn;
    if (tell !== undefined) {
      this.#hear(this.spelt === undefined ? undefined : tell(this.spelt));
      return;
    }
    const { found, values } = this.#path.values(node);
    this.#version++;
    this.#told = undefined;
    this.#silent = false;
    this.#empty = false;
    this.#found = found;
    this.#values = values;
    this.#texts = undefined;
    this.#folded = undefined;
  }

  #hear(told: string | readonly string[] | undefined): void {
    // Records in a row have much in common.
    if (typeof told === "string" && told === this.#told) return;
    this.#version++;
    this.#told = told;
    const all = typeof told === "string" ? [told] : (told ?? NOTHING);
    const texts = all.includes("") ? all.filter((text) => text !== "") : all;
    this.#silent = told === undefined;
    this.#empty = texts.length < all.length || all.length === 0;
    this.#found = texts.length > 0;
    this.#texts = texts;
    this.#values = texts;
    this.#folded = undefined;
  }
}

const NOTHING: readonly never[] = [];

function textsOf(values: readonly unknown[]): readonly string[] {
  const texts: string[] = [];
  for (const value of values) {
    const text = textOf(value);
    if (text !== undefined) texts.push(text);
  }
  return texts;
}
