import type { Command } from "commander";
import type { GlobalOptions } from "../global-options.ts";
import type { Ended } from "./ended.ts";
import { EXIT_CODES } from "./exit-codes.ts";

/** `nightlatch up` */
export function addUp(program: Command, ended: Ended): void {
  program
    .command("up")
    .summary("watch the configured tenants")
    .description(
      "Watches Okta tenants day and night: takes every event once, keeps it, detects as events arrive, and tells whom the configuration names. Stops on SIGINT or SIGTERM with everything saved.",
    )
    .addHelpText(
      "after",
      `
Examples:
  nightlatch up
  nightlatch up --config /etc/nightlatch/nightlatch.yaml --data /var/lib/nightlatch
  nightlatch up --format json                   every piece of news as a line of JSON
${EXIT_CODES}`,
    )
    .action(async (_: unknown, command: Command) => {
      const { runUp } = await import("../up.ts");
      ended(await runUp(command.optsWithGlobals<GlobalOptions>()));
    });
}
