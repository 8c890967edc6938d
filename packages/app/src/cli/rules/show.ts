import type { CorrelationRule, Rule } from "@nightlatch/sigma";
import { nearName } from "../../config/near-name.ts";
import { jsonDocument, safeText } from "../../report/index.ts";
import { pad, wrap } from "../../report/wrap.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { loadSet } from "./load-set.ts";

const WIDTH = 88;

/** `nightlatch rules show RULE [PATH…]`: one rule, by its id, name or title. */
export async function runShow(wanted: string, paths: readonly string[], options: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(options);
  const { set } = await loadSet(paths, options);
  const all: readonly (Rule | CorrelationRule)[] = [...set.rules, ...set.correlations];
  const namesOf = ({ id, name, title, key }: Rule | CorrelationRule): readonly string[] => [id, name, title, key];
  const rule = all.find((one) => namesOf(one).some((name) => name.toLowerCase() === wanted.toLowerCase()));
  if (rule === undefined) {
    const near = nearName(wanted, all.flatMap(namesOf));
    throw new Failure("NL-RULES-UNKNOWN", `There is no rule "${wanted}" among ${all.length}`, {
      exit: EXIT.usage,
      next: near === undefined ? "nightlatch rules list shows them all" : `Did you mean "${near}"?`,
    });
  }
  if (format === "json") await writeOut(jsonDocument(plain(rule)));
  else await writeOut(describe(rule));
  return EXIT.done;
}

function describe(rule: Rule | CorrelationRule): string {
  const lines = [safeText(rule.title), ""];
  const fact = (label: string, value: string): void => {
    if (value === "") return;
    for (const [n, line] of wrap(safeText(value), WIDTH).entries())
      lines.push(`${pad(n === 0 ? label : "", 12)}${line}`);
  };
  fact("id", rule.id);
  fact("name", rule.name);
  fact("level", rule.level);
  fact("status", rule.status);
  fact("file", `${rule.place.file}:${rule.place.line}`);
  if (rule.kind === "rule") {
    const { product, service, category } = rule.logsource;
    fact("logsource", [product, service, category].filter((one) => one !== "").join(" / "));
  } else {
    fact("correlates", rule.rules.join(", "));
    fact(
      "type",
      `${rule.type} within ${rule.timespanMs / 1000} s${rule.groupBy.length === 0 ? "" : `, by ${rule.groupBy.join(", ")}`}`,
    );
  }
  fact("tags", rule.tags.join(", "));
  fact("author", rule.author);
  fact(
    "tests",
    `${rule.tests.filter(({ match }) => match).length} positive, ${rule.tests.filter(({ match }) => !match).length} negative`,
  );
  if (rule.description !== "") lines.push("", ...wrap(safeText(rule.description.replaceAll(/\s+/g, " ")), WIDTH + 12));
  if (rule.falsePositives.length > 0) lines.push("", "Ordinary explanations");
  for (const one of rule.falsePositives) lines.push(`- ${safeText(one)}`);
  if (rule.references.length > 0) lines.push("", "References");
  for (const one of rule.references) lines.push(`- ${safeText(one)}`);
  return `${lines.join("\n")}\n`;
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
