import { SEVERITIES } from "@nightlatch/core";
import { type Command, Option } from "commander";
import type { HuntFlags } from "../hunt/hunt.ts";
import type { Ended } from "./ended.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { moment } from "./option-values.ts";

/** `nightlatch hunt` */
export function addHunt(program: Command, ended: Ended): void {
  program
    .command("hunt")
    .summary("judge stored events by Sigma rules")
    .description(
      "Judges everything in the store by Sigma rules and correlations, with the answer of a scan over the same events. With no rule named, by the whole pack: also the broad rules that are for hunting, which scan leaves out.",
    )
    .argument("[rule...]", "files or folders of Sigma rules, or rules of the pack by id, name or title")
    .option("--tenant <name>", "the tenant (default: the only one)")
    .option("--since <time>", "findings since then (RFC 3339 or a date)", moment)
    .option("--until <time>", "events before then", moment)
    .addOption(
      new Option("--level <level>", "findings at this level or above; spares most of the work").choices(SEVERITIES),
    )
    .addOption(
      new Option("--fail-on <level>", "exit with 10 when there is a finding at this level or above").choices(
        SEVERITIES,
      ),
    )
    .option("--out <file>", "write the answer there instead of to stdout")
    .addHelpText(
      "after",
      `
Examples:
  nightlatch hunt --level medium
  nightlatch hunt my-rule.yml --since 2026-01-01 --format csv
  nightlatch hunt "MFA Reset or Deactivated" --fail-on high
${EXIT_CODES}`,
    )
    .action(async (rules: readonly string[], _: unknown, command: Command) => {
      const { runHunt } = await import("../hunt/hunt.ts");
      ended(await runHunt(rules, command.optsWithGlobals<HuntFlags>()));
    });
}
