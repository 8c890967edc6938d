import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { ConfigError } from "./config-error.ts";

/** Where a text of the configuration comes from, for messages. */
export interface ConfigText {
  readonly file: string;
  readonly text: string;
}

/** The way from the top of a document to a value. */
export type Place = readonly (string | number)[];

/** One YAML text whose top is a map, with the places of its values. */
export class ConfigDocument {
  readonly file: string;
  readonly #code: string;
  readonly #counter = new LineCounter();
  readonly #document: ReturnType<typeof parseDocument>;

  /** `code` is that of every error this text gives. Throws ConfigError when the text is no YAML map. */
  constructor({ file, text }: ConfigText, code: string) {
    this.file = file;
    this.#code = code;
    this.#document = parseDocument(text, { lineCounter: this.#counter });
    const [problem] = this.#document.errors;
    if (problem !== undefined) throw this.#at(problem.pos[0], problem.message.split("\n")[0] ?? "It is no YAML");
    if (this.#document.contents !== null && !isMap(this.#document.contents))
      throw this.#at(0, "The top of the file is no map; a map is wanted");
  }

  /** The whole document as plain data. Aliases are followed up to a number of times: a small file stays small. */
  value(): Readonly<Record<string, unknown>> {
    let value: unknown;
    try {
      value = this.#document.toJS({ maxAliasCount: 100 });
    } catch {
      throw this.#at(0, "The file uses an alias that is unknown, or aliases without end");
    }
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  }

  /** The maps in a list; none when the key is absent. */
  entries(key: string): readonly object[] {
    const list: unknown = this.#document.get(key, true);
    if (list === undefined || (isScalar(list) && list.value === null)) return [];
    if (!isSeq(list)) throw this.error([key], `\`${key}\` is no list; a list is wanted`);
    return list.items.map((item, n) => {
      const value: unknown = isMap(item) ? item.toJS(this.#document, { maxAliasCount: 100 }) : undefined;
      if (typeof value !== "object" || value === null)
        throw this.error([key, n], `An entry of \`${key}\` is no map; a map is wanted`);
      return value;
    });
  }

  /** An error at the place, or at the nearest place above it that the document has. */
  error(place: Place, reason: string): ConfigError {
    for (let length = place.length; length > 0; length--) {
      const node: unknown = this.#document.getIn(place.slice(0, length), true);
      const range = isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined;
      if (range !== undefined && range !== null) return this.#at(range[0], reason);
    }
    return this.#at(0, reason);
  }

  #at(offset: number, reason: string): ConfigError {
    return new ConfigError(this.#code, { file: this.file, line: this.#counter.linePos(offset).line, reason });
  }
}
