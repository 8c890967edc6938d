import { SEVERITIES } from "@nightlatch/core";
import { type Command, Option } from "commander";
import type { ScanFlags } from "../scan.ts";
import type { Ended } from "./ended.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { collect, count, moment } from "./option-values.ts";

/** `nightlatch scan` */
export function addScan(program: Command, ended: Ended): void {
  program
    .command("scan")
    .summary("find stolen sessions in Okta System Log exports")
    .description(
      "Reads Okta System Log exports in any wrapping and order (NDJSON, JSON, CSV, EventBridge, HEC, gzip, zstd), and tells which session was stolen, from whom, since when, how sure that is, and which events say so.",
    )
    .argument("<path...>", "files, folders, or - for the standard input")
    .option(
      "--rules <dir>",
      "folder or file of Sigma rules, beside ours or in place of those of the same id or name; may be repeated",
      collect,
      [],
    )
    .option(
      "--indicators <file>",
      "look for a list of indicators: plain, CSV, STIX 2.1 or MISP; may be repeated",
      collect,
      [],
    )
    .option("--no-builtin-rules", "without the Sigma rules that come with Nightlatch")
    .option(
      "--since <time>",
      "findings since then (RFC 3339 or a date); earlier events still teach what is usual",
      moment,
    )
    .option("--until <time>", "events before then; later ones are left aside", moment)
    .option("--tenant <name>", "name of the watched tenant, for every finding")
    .addOption(
      new Option("--fail-on <level>", "exit with 10 when there is a finding at this level or above").choices(
        SEVERITIES,
      ),
    )
    .option("--baseline <file>", "what is usual: read if it is there, and written back at the end")
    .option("--workers <n>", "threads that read; 0 reads in the main one (default: by size and machine)", count)
    .option("--out <file>", "write the report there instead of to stdout")
    .addHelpText(
      "after",
      `
Examples:
  nightlatch scan export.ndjson
  nightlatch scan exports/ --since 2023-10-01 --fail-on high
  nightlatch scan exports/ --baseline usual.json --format html --out report.html
  nightlatch scan exports/ --indicators addresses.txt
  gzip -dc export.gz | nightlatch scan - --format json
${EXIT_CODES}`,
    )
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runScan } = await import("../scan.ts");
      ended(await runScan(paths, command.optsWithGlobals<ScanFlags>()));
    });
}
