import { type Command, Option } from "commander";
import type { FindFlags } from "../hunt/find.ts";
import type { Ended } from "./ended.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { many } from "./option-values.ts";

/** `nightlatch find` */
export function addFind(program: Command, ended: Ended): void {
  program
    .command("find")
    .summary("find stored events by a question")
    .description(
      "Finds events in the store by a short question over who, where, what and any field of the record, newest first. With a token in NIGHTLATCH_TOKEN the service that runs is asked. The language is in docs/find.md.",
    )
    .argument("[query...]", "such as user=jo@example.com type=user.session.* since=7d; everything when left out")
    .option("--tenant <name>", "only of this tenant")
    .option("--limit <n>", "how many events at most", many, 100)
    .option("--after <place>", "go on behind this place, as the answer before names it")
    .option("--oldest", "the oldest first")
    .option("--out <file>", "write the answer there instead of to stdout")
    .addOption(new Option("--complete", "print what the last word could become, for shells").hideHelp())
    .addHelpText(
      "after",
      `
Examples:
  nightlatch find 'user=jo@example.com since=7d type=user.session.*'
  nightlatch find 'ip=198.51.100.0/24 not outcome=SUCCESS' --format csv
  nightlatch find 'debugContext.debugData.behaviors~"New Device=POSITIVE"' --oldest
  nightlatch find svc_network_backup --format ocsf
${EXIT_CODES}`,
    )
    .action(async (query: readonly string[], _: unknown, command: Command) => {
      const { runFind } = await import("../hunt/find.ts");
      ended(await runFind(query, command.optsWithGlobals<FindFlags>()));
    });
}
