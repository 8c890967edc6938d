import type { Command } from "commander";
import type { ReportFlags } from "../case/report.ts";
import type { Ended } from "./ended.ts";
import { moment } from "./option-values.ts";

/** `nightlatch report` */
export function addReport(program: Command, ended: Ended): void {
  program
    .command("report")
    .summary("tell a case to others, or pack its evidence")
    .description(
      "Tells a case with the events behind every sentence: as text, Markdown, PDF, one file of HTML, JSON, a timeline for Timesketch (csv), a STIX 2.1 bundle or a record of VERIS. With --pack the events' exact bytes, the journal and all hashes go into a folder that anybody can check without Nightlatch.",
    )
    .argument("<case>", "the case, such as C-1")
    .option("--out <file>", "write it there instead of to stdout")
    .option("--pack <folder>", "put the evidence into this new folder instead")
    .option("--as-of <time>", "as it was known then (RFC 3339 or a date)", moment)
    .addHelpText(
      "after",
      `
Examples:
  nightlatch report C-1
  nightlatch report C-1 --format html --out case.html
  nightlatch report C-1 --format pdf --out case.pdf
  nightlatch report C-1 --format stix --as-of 2026-01-05T12:00:00Z
  nightlatch report C-1 --pack evidence/
`,
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const { runReport } = await import("../case/report.ts");
      ended(await runReport(id, command.optsWithGlobals<ReportFlags>()));
    });
}
