import type { Spelling } from "../candidates/spelling.ts";
import { fold } from "../field/fold.ts";
import { DEEPEST, type FieldOptions, isList, ITSELF, Path } from "../field/path.ts";
import { textOf } from "../field/scalar.ts";
import { FieldView, type Looked, type Tell } from "./field-view.ts";

/** One question to what a scope is open at. */
export type Check = () => boolean;

/** How a scope finds fields, and what it asks texts for. */
export interface ScopeOptions extends FieldOptions {
  readonly spelling: Spelling;
}

/** The event being looked at, or a member of one of its arrays, or a record of which only texts are known. */
export class Scope implements Looked {
  readonly options: ScopeOptions;
  readonly #fields = new Map<string, FieldView>();
  readonly #checks = new Map<string, Check>();
  #leaves: readonly string[] | undefined;
  #foldedLeaves: readonly string[] | undefined;
  node: unknown = undefined;
  tell: Tell | undefined;
  turn = 0;
  unsure = false;

  constructor(options: ScopeOptions) {
    this.options = options;
  }

  /** Turns to another node. */
  open(node: unknown): void {
    this.node = node;
    this.tell = undefined;
    this.turn++;
    this.unsure = false;
    this.#leaves = undefined;
    this.#foldedLeaves = undefined;
  }

  /** Turns to the texts of a record that is not parsed. */
  hear(tell: Tell): void {
    this.open(undefined);
    this.tell = tell;
  }

  /** The view of a field, the same for everyone who asks. */
  field(name: string): FieldView {
    let view = this.#fields.get(name);
    if (view === undefined) {
      const spelt = name === ITSELF ? undefined : this.options.spelling.answer(name);
      view = new FieldView(this, new Path(name, this.options), spelt);
      this.#fields.set(name, view);
    }
    return view;
  }

  /** One check for everyone who asks by the same name. */
  shared(name: string, build: () => Check): Check {
    const check = this.#checks.get(name) ?? build();
    this.#checks.set(name, check);
    return check;
  }

  /** The paths that texts are asked for. */
  get told(): readonly string[] {
    return [...this.#fields.values()].flatMap(({ spelt }) => spelt ?? []);
  }

  /** The text of every scalar, wherever it stands. Key names are not among them. */
  get leaves(): readonly string[] {
    if (this.tell !== undefined) this.unsure = true;
    return (this.#leaves ??= leavesOf(this.node, 0, []));
  }

  get foldedLeaves(): readonly string[] {
    const { leaves } = this;
    return (this.#foldedLeaves ??= leaves.map(fold));
  }
}

function leavesOf(node: unknown, depth: number, leaves: string[]): string[] {
  if (depth > DEEPEST) return leaves;
  if (typeof node !== "object" || node === null) {
    const text = textOf(node);
    if (text !== undefined) leaves.push(text);
  } else for (const member of isList(node) ? node : Object.values(node)) leavesOf(member, depth + 1, leaves);
  return leaves;
}
