import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ConfigDocument, type ConfigText, type Place } from "./config-document.ts";
import { ConfigError } from "./config-error.ts";
import { nearName } from "./near-name.ts";

/** What a user configures; paths are absolute, counted from the folder of the file. */
export interface Config {
  /** Name of the watched tenant. */
  readonly tenant: string | undefined;
  /** Folders or files of Sigma rules besides ours. */
  readonly rules: readonly string[];
  /** Values for the placeholders in rules (`%name%` with `|expand`). */
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
  /** Local databases of networks. */
  readonly geo: { readonly asn?: string; readonly country?: string };
  /** The text whose `networks:` goes before the table that comes with Nightlatch. */
  readonly networks: ConfigText | undefined;
}

/** Nothing is configured. */
export const NO_CONFIG: Config = { tenant: undefined, rules: [], placeholders: {}, geo: {}, networks: undefined };

/** The file that is read when none is named. */
const DEFAULT_CONFIG = "nightlatch.yaml";

const KEYS: readonly string[] = ["tenant", "rules", "placeholders", "geo", "networks"];

/**
 * Reads the configuration. The default file may be absent; one that was named may not (spec CL-40 to CL-44).
 *
 * Throws ConfigError NL-CONFIG-MISSING, NL-CONFIG-UNREADABLE, NL-CONFIG-FORM, with file and line.
 */
export async function readConfig(named: string | undefined): Promise<Config> {
  const file = named ?? DEFAULT_CONFIG;
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const absent = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (absent && named === undefined) return NO_CONFIG;
    if (absent) throw new ConfigError("NL-CONFIG-MISSING", { file, line: 0, reason: "There is no such file" });
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError("NL-CONFIG-UNREADABLE", { file, line: 0, reason: `The file could not be read: ${why}` });
  }
  return parseConfig({ file, text });
}

/** The configuration that a text says. Throws ConfigError NL-CONFIG-FORM. */
export function parseConfig(source: ConfigText): Config {
  const document = new ConfigDocument(source, "NL-CONFIG-FORM");
  const form = new Form(document, dirname(resolve(source.file)));
  const { tenant, rules, placeholders, geo } = form.map([], document.value(), KEYS);
  return {
    tenant: tenant === undefined || tenant === null ? undefined : form.text(["tenant"], tenant),
    rules: form.texts(["rules"], rules).map((path) => form.path(path)),
    placeholders: form.placeholders(placeholders),
    geo: form.geo(geo),
    networks: source,
  };
}

/** Takes plain data for what it should be. */
class Form {
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

  placeholders(value: unknown): Readonly<Record<string, readonly string[]>> {
    const entries = Object.entries(this.map(["placeholders"], value));
    return Object.fromEntries(entries.map(([name, said]) => [name, this.#scalars(["placeholders", name], said)]));
  }

  geo(value: unknown): Config["geo"] {
    const { asn, country } = this.map(["geo"], value, ["asn", "country"]);
    const path = (name: string, file: unknown): string => this.path(this.text(["geo", name], file));
    return {
      ...(asn === undefined ? {} : { asn: path("asn", asn) }),
      ...(country === undefined ? {} : { country: path("country", country) }),
    };
  }

  // Placeholders stand for numbers as well as for texts.
  #scalars(place: Place, value: unknown): readonly string[] {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.map((one, n) => (typeof one === "number" ? String(one) : this.text([...place, n], one)));
  }
}
