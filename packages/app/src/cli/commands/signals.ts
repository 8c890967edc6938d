import type { Command } from "commander";
import type { GlobalOptions } from "../global-options.ts";
import type { Ended } from "./ended.ts";

/** `nightlatch signals` */
export function addSignals(program: Command, ended: Ended): void {
  const signals = program
    .command("signals")
    .summary("tell others, and hear from them (Shared Signals)")
    .description(
      "Works with signed events about identities (SSF 1.0, CAEP 1.0): what was proven in a case is told to the receivers that the configuration names and to those that made a stream of their own. docs/signals.md says how.",
    );
  signals
    .command("key")
    .description("Make a signing key, as a private JWK (RSA, 2048 bits) on stdout. It is kept nowhere else.")
    .addHelpText("after", "\nExamples:\n  nightlatch signals key > signals.jwk\n")
    .action(async () => {
      const { runKey } = await import("../signals.ts");
      ended(await runKey());
    });
  signals
    .command("list")
    .description("Show how every stream stands, and which events were put aside.")
    .addHelpText("after", "\nExamples:\n  nightlatch signals list\n  nightlatch signals list --format json\n")
    .action(async (_: unknown, command: Command) => {
      const { runList } = await import("../signals.ts");
      ended(await runList(command.optsWithGlobals<GlobalOptions>()));
    });
  signals
    .command("retry")
    .description("Take up again what was put aside, and push what is due.")
    .addHelpText("after", "\nExamples:\n  nightlatch signals retry\n")
    .action(async (_: unknown, command: Command) => {
      const { runRetry } = await import("../signals.ts");
      ended(await runRetry(command.optsWithGlobals<GlobalOptions>()));
    });
}
