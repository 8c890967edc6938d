import { readFile } from "node:fs/promises";
import type { Place } from "./config-document.ts";
import { ConfigError } from "./config-error.ts";
import type { Form } from "./form.ts";

/** Where a secret is: never in the configuration itself. */
export type SecretPlace = { readonly env: string } | { readonly file: string };

/** The place of a secret. Throws ConfigError for a secret that is written down. */
export function secretPlace(form: Form, place: Place, value: unknown): SecretPlace {
  if (typeof value === "string")
    throw form.error(place, `\`${place.join(".")}\` holds a secret; \`{ env: NAME }\` or \`{ file: PATH }\` is wanted`);
  const { env, file } = form.map(place, value, ["env", "file"]);
  if (env !== undefined && file === undefined) return { env: form.text([...place, "env"], env) };
  if (file !== undefined && env === undefined) return { file: form.path(form.text([...place, "file"], file)) };
  throw form.error(place, `\`${place.join(".")}\` wants one of \`env\` and \`file\``);
}

/** Reads a secret. Throws ConfigError NL-CONFIG-SECRET, which says where it should be and nothing of what it is. */
export async function readSecret(
  where: SecretPlace,
  { file, env }: { readonly file: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<string> {
  const fail = (reason: string): ConfigError => new ConfigError("NL-CONFIG-SECRET", { file, line: 0, reason });
  if ("env" in where) {
    const value = env[where.env];
    if (value === undefined || value === "")
      throw fail(`The environment has no ${where.env}, which is to hold a secret`);
    return value;
  }
  try {
    return (await readFile(where.file, "utf8")).trim();
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
    throw fail(`The secret's file "${where.file}" cannot be read (${why})`);
  }
}
