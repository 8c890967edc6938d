import { foldName } from "./fold.ts";
import { textOf } from "./scalar.ts";

/** Levels of an event that are looked at; what lies deeper is not seen. */
export const DEEPEST = 64;
/** In an inner block of array matching: the member itself. */
export const ITSELF = ".";

/** How fields are found. */
export interface FieldOptions {
  /** Keys of events must be written exactly as the rule writes them. */
  readonly strictFieldCase?: boolean;
}

/** What is at a path. */
export interface Found {
  /** Whether the key is there, be it null or an empty array. */
  readonly found: boolean;
  readonly values: readonly unknown[];
}

/**
 * A field's dotted name, ready to be looked for in events.
 *
 * In each object the longest key that is written as the name goes on wins (so a literal key that contains dots goes
 * before the path), then a key that differs in case only, unless `strictFieldCase`; a way that leads nowhere is given
 * up for the next. Through an array every member is looked at. Only own properties count.
 */
export class Path {
  readonly #length: number;
  readonly #strict: boolean;
  /** For each start, the keys that the rest of the name may begin with, longest first. */
  readonly #steps: readonly (readonly Step[])[];
  // The search under way.
  #values: unknown[] = [];
  #flat = true;

  constructor(field: string, options: FieldOptions = {}) {
    const segments = field === ITSELF ? [] : field.split(".");
    this.#length = segments.length;
    this.#strict = options.strictFieldCase ?? false;
    this.#steps = segments.map((_, start) =>
      segments.slice(start).map((_segment, back) => {
        const end = segments.length - back;
        const key = segments.slice(start, end).join(".");
        return { key, folded: foldName(key), end };
      }),
    );
  }

  /** The values at the path, the members of arrays in place of the arrays. */
  values(event: unknown): Found {
    return this.#search(event, true);
  }

  /** What is at the path, arrays as they are. */
  nodes(event: unknown): readonly unknown[] {
    return this.#search(event, false).values;
  }

  #search(event: unknown, flat: boolean): Found {
    const values: unknown[] = [];
    this.#values = values;
    this.#flat = flat;
    return { found: this.#find(event, 0, 0), values };
  }

  #find(node: unknown, at: number, depth: number): boolean {
    if (depth > DEEPEST) return false;
    if (at === this.#length) {
      if (this.#flat && isList(node)) for (const member of node) this.#find(member, at, depth + 1);
      else this.#values.push(node);
      return true;
    }
    if (typeof node !== "object" || node === null) return false;
    if (isList(node)) {
      let found = false;
      for (const member of node) if (this.#find(member, at, depth + 1)) found = true;
      return found;
    }
    for (const { key, end } of this.#steps[at] ?? [])
      if (Object.hasOwn(node, key) && this.#find(valueOf(node, key), end, depth + 1)) return true;
    return !this.#strict && this.#findFolded(node, at, depth);
  }

  #findFolded(node: object, at: number, depth: number): boolean {
    const names = Object.keys(node);
    for (const { key, folded, end } of this.#steps[at] ?? [])
      for (const name of names)
        if (name !== key && foldName(name) === folded && this.#find(valueOf(node, name), end, depth + 1)) return true;
    return false;
  }
}

interface Step {
  readonly key: string;
  readonly folded: string;
  readonly end: number;
}

/**
 * The exact text of every value of a field, each member of an array by itself; empty when the field is missing, null
 * or an object.
 */
export function valuesAt(event: unknown, field: string, options: FieldOptions = {}): readonly string[] {
  return valueReader(field, options)(event);
}

/** {@link valuesAt} for many events: the field's name is taken apart once. */
export function valueReader(field: string, options: FieldOptions = {}): (event: unknown) => readonly string[] {
  const path = new Path(field, options);
  return (event) => path.values(event).values.flatMap((value) => textOf(value) ?? []);
}

/** Whether a value is an array, its members not believed to be anything. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function valueOf(node: object, key: string): unknown {
  return (node as Readonly<Record<string, unknown>>)[key];
}
