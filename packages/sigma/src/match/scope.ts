import { fold } from "../field/fold.ts";
import { DEEPEST, type FieldOptions, isList, Path } from "../field/path.ts";
import { textOf } from "../field/scalar.ts";

/** The event being looked at, or a member of one of its arrays: each field is found once, however many rules ask. */
export class Scope {
  readonly #options: FieldOptions;
  readonly #fields = new Map<string, FieldView>();
  #leaves: readonly string[] | undefined;
  #foldedLeaves: readonly string[] | undefined;
  /** What is looked at. */
  node: unknown = undefined;
  /** Counts the nodes, so that a view knows whether what it found belongs to this one. */
  turn = 0;

  constructor(options: FieldOptions) {
    this.#options = options;
  }

  /** Turns to another node. */
  open(node: unknown): void {
    this.node = node;
    this.turn++;
    this.#leaves = undefined;
    this.#foldedLeaves = undefined;
  }

  /** The view of a field, the same for everyone who asks. */
  field(name: string): FieldView {
    let view = this.#fields.get(name);
    if (view === undefined) {
      view = new FieldView(this, new Path(name, this.#options));
      this.#fields.set(name, view);
    }
    return view;
  }

  /** The text of every scalar, wherever it stands. Key names are not among them. */
  get leaves(): readonly string[] {
    return (this.#leaves ??= leavesOf(this.node, 0, []));
  }

  get foldedLeaves(): readonly string[] {
    return (this.#foldedLeaves ??= this.leaves.map(fold));
  }
}

/** What is at one path of a scope's node. Valid until the scope turns to the next. */
export class FieldView {
  readonly #scope: Scope;
  readonly #path: Path;
  #turn = 0;
  #found = false;
  #values: readonly unknown[] = [];
  #texts: string[] | undefined;
  #folded: string[] | undefined;

  constructor(scope: Scope, path: Path) {
    this.#scope = scope;
    this.#path = path;
  }

  /** Whether the key is there, be it null or empty. */
  get found(): boolean {
    this.#look();
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
    return (this.#texts ??= this.#values.flatMap((value) => textOf(value) ?? []));
  }

  /** The texts, folded. */
  get folded(): readonly string[] {
    this.#look();
    return (this.#folded ??= this.texts.map(fold));
  }

  /** What is at the path, arrays as they are. */
  nodes(): readonly unknown[] {
    return this.#path.nodes(this.#scope.node);
  }

  #look(): void {
    if (this.#turn === this.#scope.turn) return;
    this.#turn = this.#scope.turn;
    const { found, values } = this.#path.values(this.#scope.node);
    this.#found = found;
    this.#values = values;
    this.#texts = undefined;
    this.#folded = undefined;
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
