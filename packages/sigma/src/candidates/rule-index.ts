import { foldName } from "../field/fold.ts";
import type { FieldView, Tell } from "../match/field-view.ts";
import type { Scope } from "../match/scope.ts";
import type { Rule } from "../rule/rule.ts";
import { FieldIndex } from "./field-index.ts";
import { allGuardsOf, type Guard, guardsOf, type Weigh } from "./guard.ts";
import { headOf, type Spelling } from "./spelling.ts";

interface IndexedField {
  readonly view: FieldView;
  readonly index: FieldIndex;
  readonly spelt: string | undefined;
}

const NO_RULES: readonly number[] = [];
/** Places in the tree of lists beyond which it is begun anew. */
const MOST_PLACES = 16_384;

/** Which rules an event could match, by what they ask of single fields. It may name too many, never too few. */
export class RuleIndex {
  /** Paths whose texts are asked for. */
  readonly wanted: readonly string[];
  readonly #count: number;
  readonly #told: readonly (IndexedField & { readonly spelt: string })[];
  /** Fields by the folded first segment of their names. */
  readonly #byHead = new Map<string, IndexedField[]>();
  /** Rules that ask nothing that could be looked up. */
  readonly #open: number[] = [];
  /** Those, and the rules that no text can tell about. */
  readonly #untold: readonly number[];
  /** A bit for each rule. */
  readonly #marked: Uint32Array;
  /** What the fields' texts make possible together: few different lists come of many texts. */
  readonly #root = new Place(null, NO_RULES);
  #places = 0;

  constructor(rules: readonly Rule[], scope: Scope, spelling: Spelling) {
    this.#count = rules.length;
    this.#marked = new Uint32Array(Math.ceil(rules.length / 32));
    const fields = new Map<string, IndexedField>();
    const weigh = weightsOf(rules, spelling);
    for (const [n, { expression }] of rules.entries()) {
      const guards = guardsOf(expression, weigh);
      if (guards === undefined) this.#open.push(n);
      for (const guard of guards ?? []) {
        const { field } = guard;
        const known = fields.get(field) ?? {
          view: scope.field(field),
          index: new FieldIndex(),
          spelt: spelling.ask(field),
        };
        fields.set(field, known);
        known.index.add(guard, n);
      }
    }
    const all = [...fields.values()];
    this.#told = all.filter((field): field is IndexedField & { spelt: string } => field.spelt !== undefined);
    this.wanted = [...new Set(this.#told.map(({ spelt }) => spelt))];
    this.#untold = [...this.#open, ...all.filter(({ spelt }) => spelt === undefined).flatMap(({ index }) => index.all)];
    for (const [name, field] of fields) {
      const head = headOf(foldName(name));
      this.#byHead.set(head, [...(this.#byHead.get(head) ?? []), field]);
    }
  }

  /** Numbers of the rules that an event with these texts could match, in order. */
  byTexts(tell: Tell): readonly number[] {
    let place = this.#root;
    for (const { index, spelt } of this.#told) {
      const told = tell(spelt);
      const rules =
        told === undefined ? index.all : typeof told === "string" ? index.rulesFor(told) : index.rulesForAny(told);
      place = place.after(rules) ?? this.#lead(place, rules);
    }
    return (place.rules ??= this.#union(place));
  }

  #lead(place: Place, rules: readonly number[]): Place {
    if (this.#places >= MOST_PLACES) {
      this.#root.clear();
      this.#places = 0;
    }
    this.#places++;
    return place.lead(rules);
  }

  /** All rules on the way to a place, and those that need nothing. */
  #union(place: Place): readonly number[] {
    this.#mark(this.#untold);
    for (const { index } of this.#told) this.#mark(index.there);
    for (let at: Place | null = place; at !== null; at = at.before) this.#mark(at.brought);
    return this.#collect();
  }

  /** Numbers of the rules that the event the scope is open at could match, in order. */
  byEvent(event: unknown): readonly number[] {
    if (typeof event !== "object" || event === null || Array.isArray(event))
      return Array.from({ length: this.#count }, (_, n) => n);
    this.#mark(this.#open);
    // What the event has is less than what all the rules ask for.
    for (const key of Object.keys(event)) {
      const fields = this.#byHead.get(headOf(foldName(key)));
      if (fields !== undefined) for (const field of fields) this.#markField(field);
    }
    return this.#collect();
  }

  #markField({ view, index }: IndexedField): void {
    if (!view.found) return;
    this.#mark(index.there);
    for (const text of view.texts) this.#mark(index.rulesFor(text));
  }

  #mark(rules: readonly number[]): void {
    for (const rule of rules) this.#marked[rule >>> 5] = (this.#marked[rule >>> 5] ?? 0) | (1 << (rule & 31));
  }

  /** The marked rules, which are marked no longer. */
  #collect(): readonly number[] {
    const found: number[] = [];
    for (let word = 0; word < this.#marked.length; word++) {
      let bits = this.#marked[word] ?? 0;
      this.#marked[word] = 0;
      for (; bits !== 0; bits &= bits - 1) found.push(word * 32 + 31 - Math.clz32(bits & -bits));
    }
    return found;
  }
}

/** Where one has come to by what some fields make possible. */
class Place {
  readonly before: Place | null;
  readonly brought: readonly number[];
  /** What all together make possible; known at the last field only. */
  rules: readonly number[] | undefined;
  readonly #after = new Map<readonly number[], Place>();
  #last: Place | undefined;

  constructor(before: Place | null, brought: readonly number[]) {
    this.before = before;
    this.brought = brought;
  }

  after(rules: readonly number[]): Place | undefined {
    if (this.#last?.brought === rules) return this.#last;
    return (this.#last = this.#after.get(rules));
  }

  lead(rules: readonly number[]): Place {
    const place = new Place(this, rules);
    this.#after.set(rules, place);
    return place;
  }

  clear(): void {
    this.#after.clear();
    this.#last = undefined;
  }
}

/** A field on which rules ask for many values tells events apart; one on which all ask for the same does not. */
function weightsOf(rules: readonly Rule[], spelling: Spelling): Weigh {
  const values = new Map<string, Set<string | number>>();
  for (const guard of rules.flatMap(({ expression }) => allGuardsOf(expression))) {
    const value = "text" in guard ? guard.text : guard.kind === "number" ? guard.value : "";
    values.set(guard.field, (values.get(guard.field) ?? new Set()).add(value));
  }
  const untold = (field: string): number => (spelling.ask(field) === undefined ? 1000 : 0);
  return (guard) => untold(guard.field) + looseness(guard) / (values.get(guard.field)?.size ?? 1) ** 2;
}

function looseness(guard: Guard): number {
  switch (guard.kind) {
    case "equals":
    case "number":
      return 1;
    case "prefix":
    case "suffix":
      return 2;
    case "contains":
      return 2 + 4 / guard.text.length;
    case "filled":
      return 20;
    case "there":
      return 30;
  }
}
