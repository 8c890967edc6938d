import { type Command, Option } from "commander";
import type { CaseFlags } from "../case/desk.ts";
import type { LedgerFlags, SettleFlags } from "../case/ledger.ts";
import type { Ended } from "./ended.ts";
import { moment } from "./option-values.ts";

/** `nightlatch ledger …` */
export function addLedger(program: Command, ended: Ended): void {
  const ledger = program
    .command("ledger")
    .summary("which reached credentials are still alive")
    .description(
      "The rotation ledger of a case: every credential that the intruder reached, until an event, a reading or a named person shows that it is dead. Then it is watched for ninety days.",
    );
  const named = (name: string, summary: string, example: string): Command =>
    ledger
      .command(name, { isDefault: name === "show" })
      .description(summary)
      .argument("<id>", "the case, such as C-1")
      .option("--who <name>", "who does it (default: NIGHTLATCH_WHO, else the name at this machine)")
      .addHelpText("after", `\nExamples:\n${example}\n`);
  named(
    "show",
    "Work the ledger out anew and show it.",
    "  nightlatch ledger C-1\n  nightlatch ledger show C-1 --fail-on-open",
  )
    .option("--as-of <time>", "as it was known then", moment)
    .option("--fail-on-open", "exit with 10 when a row is open", false)
    .action(async (id: string, _: unknown, command: Command) => {
      const { runLedger } = await import("../case/ledger.ts");
      ended(await runLedger(id, command.optsWithGlobals<LedgerFlags>()));
    });
  named(
    "settle",
    'Say that a credential is dead, and how you know. There is no state for "believed unused".',
    '  nightlatch ledger settle C-1 downstream-account:0ua1 --state rotated --proof "Rotated in Jira, ticket 4711"',
  )
    .argument("<credential>", "the row, as the ledger names it")
    .addOption(
      new Option("--state <state>", "what it is now").choices(["rotated", "revoked", "expired"]).makeOptionMandatory(),
    )
    .requiredOption("--proof <text>", "how you know: a ticket, a log, a reading")
    .action(async (id: string, credential: string, _: unknown, command: Command) => {
      const { runSettle } = await import("../case/ledger.ts");
      ended(await runSettle(id, credential, command.optsWithGlobals<SettleFlags>()));
    });
  named("owner", "Say who has to rotate a credential.", "  nightlatch ledger owner C-1 api-token:00T1 kim@example.com")
    .argument("<credential>", "the row, as the ledger names it")
    .argument("<person>", "who it is")
    .action(async (id: string, credential: string, person: string, _: unknown, command: Command) => {
      const { runOwner } = await import("../case/ledger.ts");
      ended(await runOwner(id, [credential, person], command.optsWithGlobals<CaseFlags>()));
    });
}
