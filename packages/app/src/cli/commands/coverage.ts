import type { Command } from "commander";
import type { CoverageFlags } from "../coverage.ts";
import type { Ended } from "./ended.ts";
import { moment } from "./option-values.ts";

/** `nightlatch coverage` */
export function addCoverage(program: Command, ended: Ended): void {
  program
    .command("coverage")
    .summary("say which times are complete in the store")
    .description(
      'Says of which times everything is in the store, which have gaps, and which nobody knows: what a "no" may rest on.',
    )
    .option("--tenant <name>", "one tenant only")
    .option("--since <time>", "from then (RFC 3339 or a date; default: a day ago)", moment)
    .option("--until <time>", "until then (default: the end of what is known)", moment)
    .addHelpText(
      "after",
      `
Examples:
  nightlatch coverage
  nightlatch coverage --tenant acme --since 2023-09-28 --until 2023-10-18
  nightlatch coverage --format json
`,
    )
    .action(async (_: unknown, command: Command) => {
      const { runCoverage } = await import("../coverage.ts");
      ended(await runCoverage(command.optsWithGlobals<CoverageFlags>()));
    });
}
