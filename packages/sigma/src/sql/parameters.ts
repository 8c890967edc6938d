/** Values of a statement, kept out of its text. The same value is one parameter. */
export class Parameters {
  readonly #prefix: string;
  readonly #names = new Map<string, string>();
  readonly #values: Record<string, string | number | readonly string[]> = {};

  /** `prefix` begins every name, so that two conditions can stand in one statement. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get values(): Readonly<Record<string, string | number | readonly string[]>> {
    return this.#values;
  }

  text(value: string): string {
    return this.#add(value, "String");
  }

  texts(values: readonly string[]): string {
    return this.#add(values, "Array(String)");
  }

  /** A whole number that a double holds. */
  integer(value: number): string {
    return this.#add(value, "Int64");
  }

  #add(value: string | number | readonly string[], type: string): string {
    const key = `${type} ${JSON.stringify(value)}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `${this.#prefix}${this.#names.size}`;
      this.#names.set(key, name);
      this.#values[name] = value;
    }
    return `{${name}:${type}}`;
  }
}
