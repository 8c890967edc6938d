import type { Command } from "commander";
import type { GlobalOptions } from "../global-options.ts";
import type { OutboxFlags } from "../outbox.ts";
import type { Ended } from "./ended.ts";

/** `nightlatch outbox` */
export function addOutbox(program: Command, ended: Ended): void {
  const outbox = program
    .command("outbox")
    .summary("see what could not be told, and send it again")
    .description(
      "Works with notices that an output refused, or did not take for a day and a half: they were put aside.",
    );
  outbox
    .command("list")
    .description("List what was put aside, oldest first, with the reason, and how much waits to be sent.")
    .addHelpText("after", "\nExamples:\n  nightlatch outbox list\n  nightlatch outbox list --format json\n")
    .action(async (_: unknown, command: Command) => {
      const { runOutboxList } = await import("../outbox.ts");
      ended(await runOutboxList(command.optsWithGlobals<GlobalOptions>()));
    });
  outbox
    .command("retry")
    .description("Take what was put aside up again; the service sends it, with the same ids.")
    .option("--output <name>", "of one output only")
    .addHelpText("after", "\nExamples:\n  nightlatch outbox retry\n  nightlatch outbox retry --output soc\n")
    .action(async (_: unknown, command: Command) => {
      const { runOutboxRetry } = await import("../outbox.ts");
      ended(await runOutboxRetry(command.optsWithGlobals<OutboxFlags>()));
    });
}
