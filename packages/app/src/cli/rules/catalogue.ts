import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { contentPath } from "../../content.ts";

/** One row of a catalogue: something worth watching, and what answers it. */
export interface CatalogueEntry {
  readonly id: string;
  /** What it is, in one sentence. */
  readonly says: string;
  /** `""` for a line of the advice. */
  readonly group: string;
  /** Names of rules. */
  readonly rules: readonly string[];
  /** Kinds of evidence of the session engine, and parts of it. */
  readonly analytics: readonly string[];
  /** Why it is answered so; `""` when that is plain. */
  readonly how: string;
  /** The other witness without which it cannot be answered, or why it cannot be; `""` when it is answered. */
  readonly missing: string;
}

/** What the content that comes with Nightlatch says it answers. */
export interface Catalogue {
  /** What every customer was told to investigate and to monitor, line by line. */
  readonly advice: readonly CatalogueEntry[];
  /** Every behaviour worth watching. */
  readonly behaviours: readonly CatalogueEntry[];
}

interface Written {
  readonly id: string;
  readonly asks?: string;
  readonly behaviour?: string;
  readonly group?: string;
  readonly rules?: readonly string[];
  readonly analytics?: readonly string[];
  readonly how?: string;
  readonly needs?: string;
  readonly cannot?: string;
}

/** Reads the catalogues of the bundled content; the gate holds them to the rules. */
export async function readCatalogue(): Promise<Catalogue> {
  const read = async (name: string): Promise<readonly CatalogueEntry[]> =>
    (parse(await readFile(contentPath(name), "utf8")) as readonly Written[]).map(entryOf);
  return { advice: await read("advice.yml"), behaviours: await read("behaviours.yml") };
}

function entryOf({
  id,
  asks,
  behaviour,
  group = "",
  rules = [],
  analytics = [],
  how = "",
  needs,
  cannot,
}: Written): CatalogueEntry {
  const missing = needs === undefined ? (cannot ?? "") : `Needs: ${needs}`;
  return { id, says: asks ?? behaviour ?? "", group, rules, analytics, how, missing };
}
