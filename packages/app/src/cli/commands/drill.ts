import { type Command, InvalidArgumentError } from "commander";
import type { DrillFlags } from "../drill.ts";
import type { Ended } from "./ended.ts";

/** `nightlatch drill` */
export function addDrill(program: Command, ended: Ended): void {
  const drill = program
    .command("drill")
    .summary("see a theft caught on a made-up organisation")
    .description(
      "Trains on a made-up Okta organisation on this machine: it has people, sessions, tokens and a log, and is attacked while Nightlatch watches. Nothing leaves the machine.",
    );
  drill
    .command("okta-2023")
    .description(
      "The theft of October 2023, reconstructed, in compressed time: found, contained and proven without a hand.",
    )
    .option("--seed <n>", "another seed is another organisation", number, 2023)
    .option("--speed <n>", "minutes of the story in a second", number, 8)
    .option(
      "--binding",
      "sessions of administrators are bound to their network, as Okta does since October 2023",
      false,
    )
    .option("--no-contain", "only watch; the intruder is caught and not stopped")
    .addHelpText(
      "after",
      `
Examples:
  nightlatch drill okta-2023
  nightlatch drill okta-2023 --no-contain
  nightlatch drill okta-2023 --binding
  nightlatch drill okta-2023 --data drill-data --format json
`,
    )
    .action(async (_: unknown, command: Command) => {
      const { runDrillCommand } = await import("../drill.ts");
      ended(await runDrillCommand(command.optsWithGlobals<DrillFlags>()));
    });
}

function number(value: string): number {
  if (/^\d{1,9}$/.test(value) && Number(value) > 0) return Number(value);
  throw new InvalidArgumentError("A whole number above 0 is wanted");
}
