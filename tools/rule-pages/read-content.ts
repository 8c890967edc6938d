import { type CorrelationRule, loadRules, type Rule } from "@nightlatch/sigma";
import { parse } from "yaml";
import type { Tree } from "../source/tree.ts";

/** The rules and what they answer, as the pages tell them. */
export interface Content {
  readonly rules: readonly (Rule | CorrelationRule)[];
  /** Keys of rules that only count for others. */
  readonly silent: ReadonlySet<string>;
  /** What a row of a catalogue says, by its id. */
  readonly says: ReadonlyMap<string, string>;
  /** Placeholders that a user has to fill, by the names of the rules that wait for them. */
  readonly waits: ReadonlyMap<string, readonly string[]>;
}

const TESTS = /^tests:[ \t]*\r?\n(?:(?:[ \t#].*)?\r?\n)*/gm;

interface Row {
  readonly id: string;
  readonly behaviour?: string;
  readonly asks?: string;
}

interface Asked {
  readonly name: string;
  readonly what: string;
  readonly rules: readonly string[];
  readonly test: readonly string[];
}

type Indicators = Readonly<Record<string, unknown>> & { readonly placeholders: Readonly<Record<string, string>> };

/** Reads `content/` out of a checkout. Throws a RangeError for a rule that cannot run. */
export function readContent(tree: Tree): Content {
  const yaml = (file: string): unknown => parse(tree.read(file));
  const named = (pattern: RegExp): readonly string[] => tree.files.filter((file) => pattern.test(file));
  const asked = yaml("content/placeholders.yml") as readonly Asked[];
  const lists = named(/^content\/indicators\/.*\.yml$/).map((file) => yaml(file) as Indicators);
  const placeholders = Object.fromEntries([
    ...asked.map(({ name, test }) => [name, test] as const),
    ...lists.flatMap((list) =>
      Object.entries(list.placeholders).map(([name, key]) => [name, list[key] as string[]] as const),
    ),
  ]);
  const files = named(/^content\/rules\/.*\.yml$/);
  const texts = files.map((file) => ({ file, text: tree.read(file).replaceAll(TESTS, blank) }));
  const { rules, correlations, silent, problems } = loadRules(texts, { placeholders });
  const [fault] = problems.filter(({ severity }) => severity === "error");
  if (fault !== undefined) throw new RangeError(`${fault.file}:${fault.line}: ${fault.message}`);
  const rows = [
    ...(yaml("content/behaviours.yml") as readonly Row[]),
    ...(yaml("content/advice.yml") as readonly Row[]),
  ];
  const waits = new Map<string, string[]>();
  for (const { name, what, rules: wanting } of asked)
    for (const rule of wanting) waits.set(rule, [...(waits.get(rule) ?? []), `\`${name}\`: ${what}`]);
  return {
    rules: [...rules, ...correlations],
    silent,
    says: new Map(rows.map(({ id, behaviour, asks }) => [id, behaviour ?? asks ?? ""])),
    waits,
  };
}

/** Lines keep their numbers. */
function blank(tests: string): string {
  return tests.replaceAll(/[^\n]/g, "");
}
