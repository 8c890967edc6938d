import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { contentPath } from "../content.ts";

/** Values of placeholders, by name. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** What the content that comes with Nightlatch says of placeholders. */
export interface BundledPlaceholders {
  /** Published indicators (`content/indicators`). */
  readonly indicators: Placeholders;
  /** For what only the user knows: the values that the tests inside our rules are run with, and never used otherwise. */
  readonly tests: Placeholders;
}

/** Reads the placeholders of the bundled content. */
export async function bundledPlaceholders(): Promise<BundledPlaceholders> {
  const folder = contentPath("indicators");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yml")).sort();
  const lists = await Promise.all(
    names.map(async (name) => parse(await readFile(join(folder, name), "utf8")) as Indicators),
  );
  const asked = parse(await readFile(contentPath("placeholders.yml"), "utf8")) as readonly Asked[];
  return {
    indicators: Object.fromEntries(
      lists.flatMap((list) =>
        Object.entries(list.placeholders).map(([name, key]) => [name, (list[key] ?? []) as readonly string[]] as const),
      ),
    ),
    tests: Object.fromEntries(asked.map(({ name, test }) => [name, test])),
  };
}

interface Indicators extends Readonly<Record<string, unknown>> {
  /** Name of the placeholder → key of the list in the same file. */
  readonly placeholders: Readonly<Record<string, string>>;
}

interface Asked {
  readonly name: string;
  readonly test: readonly string[];
}
