import type { RuleFacts } from "@nightlatch/sigma";
import { jsonDocument, safeText } from "../../report/index.ts";
import { pad, wrap } from "../../report/wrap.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { type CatalogueEntry, readCatalogue } from "./catalogue.ts";
import { loadSet } from "./load-set.ts";

const WIDTH = 100;

/** How far a row of a catalogue is answered. */
type Standing = "answered" | "in part" | "needs another witness" | "cannot be answered";

interface Row extends Omit<CatalogueEntry, "rules"> {
  readonly standing: Standing;
  readonly rules: readonly {
    readonly name: string;
    readonly title: string;
    readonly level: string;
    /** It waits for a value that only the user knows. */
    readonly waits: boolean;
  }[];
}

/**
 * `nightlatch rules coverage`: what every customer was told to look into and to watch, line by line with what answers
 * it, and every behaviour of the catalogue with its answer, or why there is none.
 */
export async function runCoverage(options: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(options);
  const { set: running } = await loadSet([], options);
  const { set } = await loadSet([], options, ({ indicators, tests }) => ({ ...indicators, ...tests }));
  const runs = new Set([...running.rules, ...running.correlations].map(({ name }) => name));
  const facts = new Map<string, RuleFacts>([...set.rules, ...set.correlations].map((rule) => [rule.name, rule]));
  const rowOf = (entry: CatalogueEntry): Row => ({
    ...entry,
    standing: standingOf(entry),
    rules: entry.rules.map((name) => {
      const { title = "", level = "" } = facts.get(name) ?? {};
      return { name, title, level, waits: !runs.has(name) };
    }),
  });
  const catalogue = await readCatalogue();
  const advice = catalogue.advice.map(rowOf);
  const behaviours = catalogue.behaviours.map(rowOf);
  const summary = {
    rules: facts.size,
    advice: advice.length,
    behaviours: behaviours.length,
    answered: count(behaviours, "answered"),
    inPart: count(behaviours, "in part"),
    needOtherWitness: count(behaviours, "needs another witness"),
    cannot: count(behaviours, "cannot be answered"),
  };
  if (format === "json")
    await writeOut(jsonDocument({ schema: "nightlatch.rule-coverage/1", summary, advice, behaviours }));
  else await writeOut(textOf(advice, behaviours, summary));
  return EXIT.done;
}

function standingOf({ rules, analytics, missing }: CatalogueEntry): Standing {
  const some = rules.length + analytics.length > 0;
  if (missing === "") return "answered";
  if (some) return "in part";
  return missing.startsWith("Needs: ") ? "needs another witness" : "cannot be answered";
}

function count(rows: readonly Row[], standing: Standing): number {
  return rows.filter((row) => row.standing === standing).length;
}

function textOf(
  advice: readonly Row[],
  behaviours: readonly Row[],
  {
    answered,
    inPart,
    needOtherWitness,
    cannot,
  }: Readonly<Record<"answered" | "inPart" | "needOtherWitness" | "cannot", number>>,
): string {
  const lines = [
    "What every customer of Okta was told to look into (A7 to A10) and to watch (A11 to A17), 20 October 2023",
  ];
  const hang = (indent: number, text: string, mark = ""): void => {
    for (const [n, line] of wrap(safeText(text), WIDTH - indent).entries())
      lines.push(`${n === 0 ? pad(mark, indent) : " ".repeat(indent)}${line}`);
  };
  for (const { id, says, rules, analytics } of advice) {
    lines.push("");
    hang(5, says, id);
    for (const { name, title, level, waits } of rules)
      hang(61, `${title}${waits ? " (waits for values that only you know)" : ""}`, `     ${pad(level, 14)}${name} `);
    if (analytics.length > 0) hang(21, analytics.join(", "), "     session engine");
  }
  const parts = [
    `${answered} answered`,
    `${inPart} in part`,
    `${needOtherWitness} need another witness`,
    `${cannot} cannot be`,
  ];
  lines.push("", `Every behaviour worth watching: ${behaviours.length}, of these ${parts.join(", ")}`);
  for (const group of new Set(behaviours.map((row) => row.group))) {
    const rows = behaviours.filter((row) => row.group === group);
    lines.push("", `${group} (${rows.length})`);
    for (const row of rows) {
      hang(4, `${row.id}: ${row.says}`, MARKS[row.standing]);
      if (row.rules.length > 0)
        hang(6, `rules: ${row.rules.map(({ name, waits }) => (waits ? `${name} (waits)` : name)).join(", ")}`);
      if (row.analytics.length > 0) hang(6, `session engine: ${row.analytics.join(", ")}`);
      if (row.how !== "") hang(6, row.how);
      if (row.missing !== "") hang(6, row.missing);
    }
  }
  lines.push("", "✓ answered · ~ in part · – needs another witness · ✗ cannot be answered");
  return `${lines.join("\n")}\n`;
}

const MARKS: Readonly<Record<Standing, string>> = {
  answered: "  ✓",
  "in part": "  ~",
  "needs another witness": "  –",
  "cannot be answered": "  ✗",
};
