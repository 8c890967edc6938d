import { foldName } from "../field/fold.ts";
import type { FieldView, Scope } from "../match/scope.ts";
import type { Rule } from "../rule/rule.ts";
import { FieldIndex } from "./field-index.ts";
import { allGuardsOf, type Guard, guardsOf, type Weigh } from "./guard.ts";
import { headOf, type Spell } from "./spelling.ts";

interface IndexedField {
  readonly view: FieldView;
  readonly index: FieldIndex;
  readonly spelt: string | undefined;
}

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
  readonly #marked: Uint32Array;
  #turn = 0;
  #found: number[] = [];

  constructor(rules: readonly Rule[], scope: Scope, spell: Spell) {
    this.#count = rules.length;
    this.#marked = new Uint32Array(rules.length);
    const fields = new Map<string, IndexedField>();
    const weigh = weightsOf(rules, spell);
    for (const [n, { expression }] of rules.entries()) {
      const guards = guardsOf(expression, weigh);
      if (guards === undefined) this.#open.push(n);
      for (const guard of guards ?? []) {
        const { field } = guard;
        const known = fields.get(field) ?? { view: scope.field(field), index: new FieldIndex(), spelt: spell(field) };
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
  byTexts(text: (path: string) => string | undefined): readonly number[] {
    this.#begin();
    this.#mark(this.#untold);
    for (const { index, spelt } of this.#told) {
      const found = text(spelt);
      if (found === undefined) this.#mark(index.all);
      else {
        this.#mark(index.there);
        this.#mark(index.rulesFor(found));
      }
    }
    return this.#end();
  }

  /** Numbers of the rules that the event the scope is open at could match, in order. */
  byEvent(event: unknown): readonly number[] {
    if (typeof event !== "object" || event === null || Array.isArray(event))
      return Array.from({ length: this.#count }, (_, n) => n);
    this.#begin();
    this.#mark(this.#open);
    // What the event has is less than what all the rules ask for.
    for (const key of Object.keys(event)) {
      const fields = this.#byHead.get(headOf(foldName(key)));
      if (fields !== undefined) for (const field of fields) this.#markField(field);
    }
    return this.#end();
  }

  #markField({ view, index }: IndexedField): void {
    if (!view.found) return;
    this.#mark(index.there);
    for (const text of view.texts) this.#mark(index.rulesFor(text));
  }

  #begin(): void {
    this.#turn = (this.#turn + 1) >>> 0;
    if (this.#turn === 0) this.#marked.fill(0xffffffff);
    if (this.#found.length > 0) this.#found = [];
  }

  #end(): readonly number[] {
    return this.#found.length > 1 ? this.#found.sort((a, b) => a - b) : this.#found;
  }

  #mark(rules: readonly number[]): void {
    for (const rule of rules) {
      if (this.#marked[rule] === this.#turn) continue;
      this.#marked[rule] = this.#turn;
      this.#found.push(rule);
    }
  }
}

/** A field on which rules ask for many values tells events apart; one on which all ask for the same does not. */
function weightsOf(rules: readonly Rule[], spell: Spell): Weigh {
  const values = new Map<string, Set<string | number>>();
  const count = (field: string, value: string | number): void =>
    void values.set(field, (values.get(field) ?? new Set()).add(value));
  for (const guard of rules.flatMap(({ expression }) => allGuardsOf(expression))) {
    if (guard.kind === "equals") count(guard.field, guard.text);
    if (guard.kind === "number") count(guard.field, guard.value);
  }
  const untold = (field: string): number => (spell(field) === undefined ? 1000 : 0);
  return (guard) => untold(guard.field) + weightOf(guard, values.get(guard.field)?.size ?? 1);
}

function weightOf(guard: Guard, values: number): number {
  switch (guard.kind) {
    case "equals":
    case "number":
      return 1 / values;
    case "prefix":
    case "suffix":
      return 2 + 1 / guard.text.length;
    case "contains":
      return 4 + 4 / guard.text.length;
    case "filled":
      return 20;
    case "there":
      return 30;
  }
}
