import { resolve } from "node:path";
import { nearName } from "@nightlatch/core";
import type { ConfigDocument, Place } from "./config-document.ts";
import type { ConfigError } from "./config-error.ts";

/** Takes plain data for what it should be. */
export class Form {
  readonly #document: ConfigDocument;
  readonly #folder: string;

  constructor(document: ConfigDocument, folder: string) {
    this.#document = document;
    this.#folder = folder;
  }

  map(place: Place, value: unknown, known?: readonly string[]): Readonly<Record<string, unknown>> {
    if (value === undefined || value === null) return {};
    if (typeof value !== "object" || Array.isArray(value))
      throw this.#document.error(place, `\`${place.join(".")}\` is ${JSON.stringify(value)}; a map is wanted`);
    const strange = known === undefined ? undefined : Object.keys(value).find((key) => !known.includes(key));
    if (strange === undefined || known === undefined) return value as Record<string, unknown>;
    const near = nearName(strange, known);
    const meant = near === undefined ? "" : `; did you mean \`${near}\`?`;
    const where = place.length === 0 ? "The configuration" : `\`${place.join(".")}\``;
    throw this.#document.error([...place, strange], `${where} has no "${strange}", only ${known.join(", ")}${meant}`);
  }

  text(place: Place, value: unknown): string {
    if (typeof value === "string" && value.trim() !== "") return value;
    throw this.#document.error(place, `\`${place.join(".")}\` is ${JSON.stringify(value)}; a text is wanted`);
  }

  /** One text or a list of them. */
  texts(place: Place, value: unknown): readonly string[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return [this.text(place, value)];
    return value.map((one: unknown, n) => this.text([...place, n], one));
  }

  path(path: string): string {
    return resolve(this.#folder, path);
  }

  /** One text or number, or a list of them, as texts. */
  scalars(place: Place, value: unknown): readonly string[] {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.map((one, n) => (typeof one === "number" ? String(one) : this.text([...place, n], one)));
  }

  /** A number within bounds; `otherwise` when it is absent. */
  number(
    place: Place,
    value: unknown,
    { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
  ): number {
    if (value === undefined || value === null) return otherwise;
    if (typeof value === "number" && value >= least && value <= most) return value;
    throw this.error(
      place,
      `\`${place.join(".")}\` is ${JSON.stringify(value)}; a number from ${least} to ${most} is wanted`,
    );
  }

  /** One of some words; `otherwise` when it is absent. */
  word<T extends string>(
    place: Place,
    value: unknown,
    { of, otherwise }: { readonly of: readonly T[]; readonly otherwise?: T },
  ): T {
    if ((value === undefined || value === null) && otherwise !== undefined) return otherwise;
    const found = of.find((one) => one === value);
    if (found !== undefined) return found;
    throw this.error(place, `\`${place.join(".")}\` is ${JSON.stringify(value)}; one of ${of.join(", ")} is wanted`);
  }

  /** A list of maps, each looked at by `read`. */
  list<T>(key: string, value: unknown, read: (place: Place, entry: unknown) => T): readonly T[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw this.error([key], `\`${key}\` is no list; a list is wanted`);
    return value.map((entry: unknown, n) => read([key, n], entry));
  }

  /** Where a value stands. */
  at(place: Place): { readonly file: string; readonly line: number } {
    const { file, line } = this.#document.error(place, "");
    return { file, line };
  }

  error(place: Place, reason: string): ConfigError {
    return this.#document.error(place, reason);
  }
}
