import type { Command } from "commander";
import type { GlobalOptions } from "../global-options.ts";
import type { InitFlags } from "../init.ts";
import type { Ended } from "./ended.ts";

/** `nightlatch init`, `doctor`, `backup` and `restore` */
export function addOperate(program: Command, ended: Ended): void {
  program
    .command("init")
    .summary("write a configuration and test it")
    .description(
      "Asks what it needs, writes nightlatch.yaml, tests the credential, and says what is lost without each right. Secrets are never written down.",
    )
    .option("--tenant <name>", "a short name for the tenant")
    .option("--origin <url>", "the organisation's address, https://acme.okta.com")
    .option("--client-id <id>", "client id of the service app that reads")
    .option("--key <file>", "file with its private key (JWK)")
    .option("--token-env <name>", "instead: environment variable with an API token")
    .option("--force", "overwrite a configuration that is there")
    .option("--no-check", "do not call the organisation")
    .addHelpText(
      "after",
      "\nExamples:\n  nightlatch init\n  nightlatch init --tenant acme --origin https://acme.okta.com --client-id 0oa1 --key read.json\n",
    )
    .action(async (_: unknown, command: Command) => {
      const { runInit } = await import("../init.ts");
      ended(await runInit(command.optsWithGlobals<InitFlags>()));
    });
  program
    .command("doctor")
    .summary("look at configuration, stores and credentials")
    .description(
      "Looks at everything that the service needs, says what is missing and what is lost without it, and changes nothing.",
    )
    .addHelpText("after", "\nExamples:\n  nightlatch doctor\n  nightlatch doctor --format json\n")
    .action(async (_: unknown, command: Command) => {
      const { runDoctor } = await import("../doctor.ts");
      ended(await runDoctor(command.optsWithGlobals<GlobalOptions>()));
    });
  program
    .command("backup")
    .summary("copy both stores into a folder")
    .description(
      "Copies events and state of one machine into an empty folder, as of one moment. The service has to be stopped.",
    )
    .argument("<folder>", "an empty folder")
    .addHelpText("after", "\nExamples:\n  nightlatch backup /backup/2026-01-05 --data /var/lib/nightlatch\n")
    .action(async (folder: string, _: unknown, command: Command) => {
      const { runBackup } = await import("../backup.ts");
      ended(await runBackup(folder, command.optsWithGlobals<GlobalOptions>()));
    });
  program
    .command("restore")
    .summary("bring a backup back")
    .description("Brings a backup into an empty data folder, and counts what is there afterwards.")
    .argument("<folder>", "what nightlatch backup wrote")
    .addHelpText("after", "\nExamples:\n  nightlatch restore /backup/2026-01-05 --data /var/lib/nightlatch\n")
    .action(async (folder: string, _: unknown, command: Command) => {
      const { runRestore } = await import("../backup.ts");
      ended(await runRestore(folder, command.optsWithGlobals<GlobalOptions>()));
    });
}
