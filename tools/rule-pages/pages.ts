import type { CorrelationRule, Rule } from "@nightlatch/sigma";
import type { Content } from "./read-content.ts";

type AnyRule = Rule | CorrelationRule;

const HEAD =
  "<!-- Written by `node --conditions=source tools/write-rule-pages.ts` from content/rules; the gate compares. Change the rule, not this page. -->";
const LEVELS: readonly string[] = ["critical", "high", "medium", "low", "informational"];

/** The pages of all rules, by file: one for each tactic, and an index. */
export function rulePages(content: Content): ReadonlyMap<string, string> {
  const byTactic = new Map<string, AnyRule[]>();
  for (const rule of content.rules) {
    const tactic = tacticOf(rule);
    byTactic.set(tactic, [...(byTactic.get(tactic) ?? []), rule]);
  }
  const tactics = [...byTactic].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map([
    ["docs/rules/README.md", indexPage(tactics, content)],
    ...tactics.map(([tactic, rules]) => [`docs/rules/${tactic}.md`, tacticPage(tactic, rules, content)] as const),
  ]);
}

function indexPage(tactics: readonly (readonly [string, readonly AnyRule[]])[], content: Content): string {
  const told = content.rules.filter(({ key }) => !content.silent.has(key));
  const lines = [
    HEAD,
    "# Rules",
    "",
    `${told.length} rules and correlations for Okta's System Log and the logs beside it, and ${content.silent.size} that only count for a correlation. Each has tests inside (\`nightlatch rules test\`); which of them fire on what is in the [scorecard](../scorecard.md). What answers which line of the advice of October 2023, and every behaviour of the catalogue: \`nightlatch rules coverage\`.`,
    "",
    "`high` and `critical` mean: wake somebody. Routine administration is `informational` or `low` by itself, and gains weight in a doubtful session.",
  ];
  for (const [tactic, rules] of tactics) {
    const shown = ordered(rules.filter(({ key }) => !content.silent.has(key)));
    lines.push("", `## [${inWords(tactic)}](${tactic}.md)`, "", "| rule | level | what it notices |", "|---|---|---|");
    for (const { name, title, level } of shown)
      lines.push(`| [${name}](${tactic}.md#${name}) | ${level} | ${plain(title)} |`);
  }
  return `${lines.join("\n")}\n`;
}

function tacticPage(tactic: string, rules: readonly AnyRule[], content: Content): string {
  const shown = ordered(rules.filter(({ key }) => !content.silent.has(key)));
  const counting = ordered(rules.filter(({ key }) => content.silent.has(key)));
  const names = new Map(content.rules.map(({ key, name }) => [key, name]));
  const lines = [HEAD, `# ${inWords(tactic)}`, "", "[All rules](README.md)"];
  for (const rule of shown) lines.push("", ...section(rule, content, names));
  if (counting.length > 0)
    lines.push(
      "",
      "## Counted only",
      "",
      "These make no finding of their own; the correlations above count them.",
      "",
      ...counting.map(({ name, title }) => `- \`${name}\`: ${plain(title)}`),
    );
  return `${lines.join("\n")}\n`;
}

function section(rule: AnyRule, content: Content, names: ReadonlyMap<string, string>): readonly string[] {
  const { name, title, level, id, status, place, description, falsePositives, tags } = rule;
  const techniques = tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? []);
  const links = techniques.map((one) => `[${one}](https://attack.mitre.org/techniques/${one.replace(".", "/")}/)`);
  const answers = [...texts(rule, "covers"), ...texts(rule, "advice")].map(
    (one) => `\`${one}\`: ${plain(content.says.get(one) ?? "")}`,
  );
  const how =
    rule.kind === "rule"
      ? `single events of ${[...new Set([rule.logsource.product, rule.logsource.service])].filter((one) => one !== "").join(" ")}`
      : `${rule.type.replaceAll("_", " ")} of ${rule.rules.map((key) => `\`${names.get(key) ?? key}\``).join(", ")}`;
  return [
    `<a id="${name}"></a>`,
    `## ${plain(title)}`,
    "",
    `**${level}** · \`${name}\` · ${how}${rule.custom["hunt"] === true ? " · for hunting only" : ""} · ${status} · [source](../../${place.file})`,
    "",
    plain(description),
    ...part("ATT&CK", links),
    ...part("Ordinary explanations", falsePositives.map(plain)),
    ...part("What it cannot see", texts(rule, "blindspot").map(plain)),
    ...part("What to do next", texts(rule, "next").map(plain)),
    ...part("What it answers", answers),
    ...part("Waits for values that only you know", content.waits.get(name) ?? []),
    ...part("Means nothing after", texts(rule, "expires")),
    "",
    `Id: \`${id}\``,
  ];
}

function part(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : ["", `**${title}**`, "", ...items.map((item) => `- ${item}`)];
}

/** The folder of a rule, which is its tactic. */
function tacticOf({ place }: AnyRule): string {
  return place.file.split("/").at(-2) ?? "";
}

function inWords(tactic: string): string {
  return tactic.charAt(0).toUpperCase() + tactic.slice(1).replaceAll("-", " ");
}

/** Worst first, then by name. */
function ordered(rules: readonly AnyRule[]): readonly AnyRule[] {
  return rules.toSorted(
    (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}

function texts({ custom }: AnyRule, key: string): readonly string[] {
  const value = custom[key];
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => (typeof one === "string" || typeof one === "number" ? [String(one)] : []));
}

/** Text without line breaks, in which nothing is Markdown. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(/[\\`*<>|[\]]/g, "\\$&");
}
