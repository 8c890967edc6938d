import type { Command } from "commander";
import type { ImportFlags } from "../hunt/import.ts";
import type { Ended } from "./ended.ts";
import { EXIT_CODES } from "./exit-codes.ts";

/** `nightlatch import` */
export function addImport(program: Command, ended: Ended): void {
  program
    .command("import")
    .summary("take exported logs into the store")
    .description(
      "Reads Okta System Log exports as scan does and stores their events, each once, whatever is there already. What is stored can be hunted through and asked with hunt, find, sql and scope.",
    )
    .argument("<path...>", "files, folders, or - for the standard input")
    .option("--tenant <name>", "the tenant whose log it is (default: that of the configuration)")
    .addHelpText(
      "after",
      `
Examples:
  nightlatch import exports/ --tenant acme
  gzip -dc export.gz | nightlatch import - --data history --format json
${EXIT_CODES}`,
    )
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runImport } = await import("../hunt/import.ts");
      ended(await runImport(paths, command.optsWithGlobals<ImportFlags>()));
    });
}
