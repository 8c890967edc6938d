import { jsonDocument, safeText } from "../../report/index.ts";
import { pad } from "../../report/wrap.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeError, writeOut } from "../write-out.ts";
import { loadSet } from "./load-set.ts";
import { problemLine } from "./problem-line.ts";

/** `nightlatch rules list [PATH…]`: every rule that can run, a line each. */
export async function runList(paths: readonly string[], options: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(options);
  const { set, errors, waiting, unread } = await loadSet(paths, options);
  for (const problem of errors) writeError(`${problemLine(problem)}\n`);
  const rows = [...set.rules, ...set.correlations].map((rule) => ({
    id: rule.id || rule.key,
    title: rule.title,
    kind: rule.kind,
    level: rule.level,
    status: rule.status,
    tags: rule.tags,
    tests: rule.tests.length,
    file: rule.place.file,
    line: rule.place.line,
  }));
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.rules/1", rules: rows, waiting }));
  else {
    const lines = rows.map(({ level, id, title, kind, file }) => {
      const mark = kind === "correlation" ? " (correlation)" : "";
      return `${pad(safeText(level || "-"), 14)}${pad(safeText(id), 38)}${safeText(title)}${mark}  ${safeText(file)}\n`;
    });
    const asleep = waiting.map(({ rule, message }) => `${pad("waits", 14)}${safeText(`${rule}: ${message}`)}\n`);
    await writeOut(`${lines.join("")}${asleep.join("")}${rows.length} rules\n`);
  }
  return errors.length + unread > 0 ? EXIT.rejected : EXIT.done;
}
