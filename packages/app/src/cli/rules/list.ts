import type { CorrelationRule, Rule } from "@nightlatch/sigma";
import type { RuleDecision } from "../../config/decisions.ts";
import { jsonDocument, safeText } from "../../report/index.ts";
import { pad } from "../../report/wrap.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeError, writeOut } from "../write-out.ts";
import { tacticsOf, techniquesOf } from "./facts.ts";
import { loadSet } from "./load-set.ts";
import { problemLine } from "./problem-line.ts";

/** What `rules list` is narrowed by; several are joined by AND, several values of one by OR. */
export interface ListFilters {
  readonly level: readonly string[];
  readonly tactic: readonly string[];
  readonly text?: string;
}

/** `nightlatch rules list [PATH…]`: every rule that can run, a line each. */
export async function runList(paths: readonly string[], options: GlobalOptions & ListFilters): Promise<ExitCode> {
  const format = textOrJson(options);
  const { set, errors, waiting, replaced, decisions, unread } = await loadSet(paths, options);
  for (const problem of errors) writeError(`${problemLine(problem)}\n`);
  const narrowed = options.level.length + options.tactic.length > 0 || options.text !== undefined;
  const all: readonly (Rule | CorrelationRule)[] = [...set.rules, ...set.correlations];
  const rules = all.filter((rule) => fits(rule, options));
  const decidedOn = ({ id, name, title, key }: Rule | CorrelationRule): readonly RuleDecision[] =>
    decisions.filter((one) => [id, name, title, key].some((said) => said.toLowerCase() === one.rule.toLowerCase()));
  if (format === "json") {
    const rows = rules.map((rule) => ({
      id: rule.id || rule.key,
      name: rule.name,
      title: rule.title,
      kind: rule.kind,
      level: rule.level,
      status: rule.status,
      tags: rule.tags,
      tests: rule.tests.length,
      countsOnly: set.silent.has(rule.key),
      decided: [...new Set(decidedOn(rule).map((decision) => decision.kind))],
      file: rule.place.file,
      line: rule.place.line,
    }));
    await writeOut(jsonDocument({ schema: "nightlatch.rules/1", rules: rows, waiting, replaced }));
  } else {
    const width = Math.min(48, Math.max(38, ...rules.map(({ name, id }) => (name || id).length + 2)));
    const lines = rules.map((rule) => {
      const { level, id, name, title, kind, place, key } = rule;
      const marks = [
        kind === "correlation" ? "correlation" : "",
        set.silent.has(key) ? "only counts for others" : "",
        ...decidedOn(rule).map(({ kind: what, until }) => wordOf(what, until)),
      ];
      const mark = marks.filter((one) => one !== "").join(", ");
      const file = `${safeText(title)}${mark === "" ? "" : ` (${mark})`}  ${safeText(place.file)}`;
      return `${pad(safeText(level || "-"), 14)}${pad(safeText(name || id || key), width)}${file}\n`;
    });
    const note = (word: string, { rule, message }: { rule: string; message: string }): string =>
      `${pad(word, 14)}${safeText(`${rule}: ${message}`)}\n`;
    const notes = narrowed
      ? []
      : [...waiting.map((one) => note("waits", one)), ...replaced.map((one) => note("replaced", one))];
    const count = narrowed ? `${rules.length} of ${all.length} rules` : `${rules.length} rules`;
    await writeOut(`${lines.join("")}${notes.join("")}${count}\n`);
  }
  return errors.length + unread > 0 ? EXIT.rejected : EXIT.done;
}

function fits(rule: Rule | CorrelationRule, { level, tactic, text }: ListFilters): boolean {
  if (level.length > 0 && !level.includes(rule.level)) return false;
  const tactics = tacticsOf(rule);
  if (tactic.length > 0 && !tactic.some((one) => tactics.includes(one.toLowerCase().replaceAll(/[ _]/g, "-"))))
    return false;
  if (text === undefined) return true;
  const { id, name, title, description, tags, place } = rule;
  const said = [id, name, title, description, place.file, ...tags, ...techniquesOf(rule)].join("\n").toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

function wordOf(kind: RuleDecision["kind"], until: number): string {
  const end = until === Number.POSITIVE_INFINITY ? "" : ` until ${new Date(until).toISOString().slice(0, 10)}`;
  return `${kind === "disable" ? "disabled" : "tuned"}${end}`;
}
