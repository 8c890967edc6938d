import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ConfigDocument, type ConfigText } from "./config-document.ts";
import { ConfigError } from "./config-error.ts";
import { decisionsOf, type RuleDecision } from "./decisions.ts";
import { Form } from "./form.ts";
import { NOTHING_PROTECTED, type ProtectedConfig, protectedOf } from "./protected.ts";
import { NO_SERVICE, type ServiceConfig, serviceOf } from "./service.ts";

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
  /** Rules that are switched off or tuned, each with who, why and until when. */
  readonly decisions: readonly RuleDecision[];
  /** What no plan may touch. */
  readonly protected: ProtectedConfig;
  /** What `nightlatch up` watches and whom it tells. */
  readonly service: ServiceConfig;
}

/** Nothing is configured. */
export const NO_CONFIG: Config = {
  tenant: undefined,
  rules: [],
  placeholders: {},
  geo: {},
  networks: undefined,
  decisions: [],
  protected: NOTHING_PROTECTED,
  service: NO_SERVICE,
};

/** The file that is read when none is named. */
const DEFAULT_CONFIG = "nightlatch.yaml";

const KEYS: readonly string[] = [
  "tenant",
  "rules",
  "placeholders",
  "geo",
  "networks",
  "disable",
  "tuning",
  "protected",
  "data",
  "store",
  "sources",
  "outputs",
  "server",
  "log",
  "signals",
];

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
  const written = form.map([], document.value(), KEYS);
  const { tenant, rules, placeholders, geo, disable, tuning, data, store, sources, outputs, server, log } = written;
  const { signals } = written;
  return {
    tenant: tenant === undefined || tenant === null ? undefined : form.text(["tenant"], tenant),
    rules: form.texts(["rules"], rules).map((path) => form.path(path)),
    placeholders: placeholdersOf(form, placeholders),
    geo: geoOf(form, geo),
    decisions: decisionsOf(form, disable, tuning),
    protected: protectedOf(form, written["protected"]),
    service: serviceOf(form, { data, store, sources, outputs, server, log, signals }),
    networks: source,
  };
}

function placeholdersOf(form: Form, value: unknown): Config["placeholders"] {
  const entries = Object.entries(form.map(["placeholders"], value));
  // Placeholders stand for numbers as well as for texts.
  return Object.fromEntries(entries.map(([name, said]) => [name, form.scalars(["placeholders", name], said)]));
}

function geoOf(form: Form, value: unknown): Config["geo"] {
  const { asn, country } = form.map(["geo"], value, ["asn", "country"]);
  const path = (name: string, file: unknown): string => form.path(form.text(["geo", name], file));
  return {
    ...(asn === undefined ? {} : { asn: path("asn", asn) }),
    ...(country === undefined ? {} : { country: path("country", country) }),
  };
}
