import { type Command, InvalidArgumentError } from "commander";
import type { GlobalOptions } from "../global-options.ts";
import type { TokenFlags } from "../token.ts";
import type { Ended } from "./ended.ts";

/** `nightlatch token` */
export function addToken(program: Command, ended: Ended): void {
  const token = program
    .command("token")
    .summary("make, list or revoke API tokens")
    .description(
      "Works with the tokens of the HTTP interface: in the store while no service runs; through the service when NIGHTLATCH_TOKEN holds a token with the scope admin (at NIGHTLATCH_URL, or where the configuration says).",
    );
  token
    .command("create")
    .description("Make a token. Its secret is written to stdout, this once; only its hash is kept.")
    .argument("<name>", "what it is for")
    .requiredOption(
      "--scope <scope...>",
      "read, write, act, admin, signals, hook, or hook:TENANT; none includes another",
    )
    .option("--days <n>", "how long it opens something", days, 90)
    .addHelpText(
      "after",
      `
Examples:
  nightlatch token create soc --scope read write
  nightlatch token create prometheus --scope read --days 366
  nightlatch token create okta-hook --scope hook:acme
`,
    )
    .action(async (name: string, _: unknown, command: Command) => {
      const { runCreate } = await import("../token.ts");
      ended(await runCreate(name, command.optsWithGlobals<TokenFlags>()));
    });
  token
    .command("list")
    .description("List tokens, newest first, those that are over as well.")
    .addHelpText("after", "\nExamples:\n  nightlatch token list\n  nightlatch token list --format json\n")
    .action(async (_: unknown, command: Command) => {
      const { runList } = await import("../token.ts");
      ended(await runList(command.optsWithGlobals<GlobalOptions>()));
    });
  token
    .command("revoke")
    .description("Revoke a token: from now on it opens nothing.")
    .argument("<id>", "its id, as nightlatch token list shows it")
    .addHelpText("after", "\nExamples:\n  nightlatch token revoke 0123456789abcdef\n")
    .action(async (id: string, _: unknown, command: Command) => {
      const { runRevoke } = await import("../token.ts");
      ended(await runRevoke(id, command.optsWithGlobals<GlobalOptions>()));
    });
}

function days(value: string): number {
  if (/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= 366) return Number(value);
  throw new InvalidArgumentError("A number of days from 1 to 366 is wanted");
}
