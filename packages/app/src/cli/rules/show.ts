import type { CorrelationRule, Rule } from "@nightlatch/sigma";
import { jsonDocument, safeText } from "../../report/index.ts";
import { pad, wrap } from "../../report/wrap.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { type CatalogueEntry, readCatalogue } from "./catalogue.ts";
import { tacticsOf, techniquesOf, textsOf } from "./facts.ts";
import { loadSet } from "./load-set.ts";
import { ruleNamed } from "./rule-named.ts";

const WIDTH = 88;

/** `nightlatch rules show RULE [PATH…]`: one rule, by its id, name or title. */
export async function runShow(wanted: string, paths: readonly string[], options: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(options);
  const { set } = await loadSet(paths, options);
  const rule = ruleNamed(wanted, set);
  const { advice, behaviours } = await readCatalogue();
  const listed = ({ id }: CatalogueEntry, key: string): boolean => textsOf(rule, key).includes(id);
  const answers = {
    advice: advice.filter((entry) => listed(entry, "advice")).map(({ id, says }) => ({ id, says })),
    behaviours: behaviours.filter((entry) => listed(entry, "covers")).map(({ id, says }) => ({ id, says })),
  };
  if (format === "json") await writeOut(jsonDocument({ ...plain(rule), answers }));
  else {
    const names = new Map([...set.rules, ...set.correlations].map(({ key, name }) => [key, name || key]));
    const silent = set.silent.has(rule.key);
    await writeOut(describe(rule, [...answers.behaviours, ...answers.advice], { silent, names }));
  }
  return EXIT.done;
}

type Answered = Pick<CatalogueEntry, "id" | "says">;

function describe(
  rule: Rule | CorrelationRule,
  answers: readonly Answered[],
  { silent, names }: { readonly silent: boolean; readonly names: ReadonlyMap<string, string> },
): string {
  const lines = [safeText(rule.title), ""];
  const fact = (label: string, value: string): void => {
    if (value === "") return;
    for (const [n, line] of wrap(safeText(value), WIDTH).entries())
      lines.push(`${pad(n === 0 ? label : "", 12)}${line}`);
  };
  const section = (title: string, texts: readonly string[]): void => {
    if (texts.length === 0) return;
    lines.push("", title);
    for (const text of texts)
      for (const [n, line] of wrap(safeText(text.replaceAll(/\s+/g, " ").trim()), WIDTH + 10).entries())
        lines.push(`${n === 0 ? "- " : "  "}${line}`);
  };
  fact("id", rule.id);
  fact("name", rule.name);
  fact("level", silent ? `${rule.level} (only counts for a correlation, and makes no finding of its own)` : rule.level);
  fact("status", rule.status);
  fact("file", `${rule.place.file}:${rule.place.line}`);
  if (rule.kind === "rule") {
    const { product, service, category } = rule.logsource;
    fact("logsource", [product, service, category].filter((one) => one !== "").join(" / "));
  } else {
    fact("correlates", rule.rules.map((key) => names.get(key) ?? key).join(", "));
    fact("type", typeOf(rule));
  }
  fact("ATT&CK", [...tacticsOf(rule), ...techniquesOf(rule)].join(", "));
  fact("author", rule.author);
  fact("expires", textsOf(rule, "expires").join(""));
  fact(
    "tests",
    `${rule.tests.filter(({ match }) => match).length} positive, ${rule.tests.filter(({ match }) => !match).length} negative`,
  );
  if (rule.description !== "") lines.push("", ...wrap(safeText(rule.description.replaceAll(/\s+/g, " ")), WIDTH + 12));
  section("Ordinary explanations", rule.falsePositives);
  section("What it cannot see", textsOf(rule, "blindspot"));
  section("What to do next", textsOf(rule, "next"));
  section(
    "What it answers",
    answers.map(({ id, says }) => `${id}: ${says}`),
  );
  section("References", rule.references);
  return `${lines.join("\n")}\n`;
}

function typeOf({ type, timespanMs, groupBy, thresholds, fields }: CorrelationRule): string {
  const what = fields.length === 0 ? "" : ` of ${fields.join(" and ")}`;
  const bounds = thresholds.map(({ op, value }) => ` ${op} ${value}`).join(" and");
  const by = groupBy.length === 0 ? "" : `, by ${groupBy.join(", ")}`;
  return `${type}${what}${bounds} within ${spanOf(timespanMs)}${by}`;
}

/** A timespan in its largest whole unit. */
function spanOf(ms: number): string {
  const units = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
  ] as const;
  const unit = units.find(([length]) => ms >= length && ms % length === 0);
  return unit === undefined ? `${ms / 1000} s` : `${ms / unit[0]} ${unit[1]}`;
}

/** The rule as JSON: maps become objects, and the tests stay in the file. */
function plain(rule: Rule | CorrelationRule): object {
  const { tests, ...rest } = rule;
  const counts = {
    positive: tests.filter(({ match }) => match).length,
    negative: tests.filter(({ match }) => !match).length,
  };
  if (rest.kind === "rule") return { schema: "nightlatch.rule/1", ...rest, tests: counts };
  const aliases = Object.fromEntries([...rest.aliases].map(([name, fields]) => [name, Object.fromEntries(fields)]));
  return { schema: "nightlatch.rule/1", ...rest, aliases, tests: counts };
}
