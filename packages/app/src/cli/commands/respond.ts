import type { Command } from "commander";
import type { GlobalOptions } from "../global-options.ts";
import type { ContainFlags } from "../respond/contain.ts";
import type { PlanFlags } from "../respond/plan.ts";
import type { UndoFlags } from "../respond/undo.ts";
import type { Ended } from "./ended.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { collect } from "./option-values.ts";

const WHO = "who you are, for the journal (default: the account of this machine)";

/** `nightlatch plan`, `contain`, `undo` and `playbook` */
export function addRespond(program: Command, ended: Ended): void {
  program
    .command("plan")
    .summary("plan what to do about a case, and show what it would do")
    .description(
      "Plans what the playbooks say about everything that a case knows, and shows for each action what it ends, whom it affects, what breaks, and what stands against it, from the tenant's state as it is. Changes nothing in the tenant.",
    )
    .argument("<case>", "id of the case")
    .option("--playbook <id>", "this playbook instead of those that answer the findings; may be repeated", collect, [])
    .option("--who <name>", WHO)
    .addHelpText(
      "after",
      "\nExamples:\n  nightlatch plan C-1\n  nightlatch plan C-1 --playbook provider-changed --format json\n",
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const { runPlan } = await import("../respond/plan.ts");
      ended(await runPlan(id, command.optsWithGlobals<PlanFlags>()));
    });
  program
    .command("contain")
    .summary("do what is planned, and prove it")
    .description(
      "Runs the actions of a case that may run: each is looked at once more, written down, done once, read back and watched. Without --run nothing is changed. An action that needs people waits for as many different ones.",
    )
    .argument("<case>", "id of the case")
    .option("--run", "change the tenant; without it, only show what would be done")
    .option("--approve <name>", "this person agrees to the actions that wait, or to those of --action")
    .option("--action <id>", "agree to this action only; may be repeated", collect, [])
    .option("--who <name>", WHO)
    .addHelpText(
      "after",
      `
Examples:
  nightlatch contain C-1                                 what would be done
  nightlatch contain C-1 --run                           what needs nobody's leave
  nightlatch contain C-1 --approve "Kim Hill" --run      and what one person has to agree to
${EXIT_CODES}
Here: 0 all of it is done and proven; 3 the rest is held by a guard or waits for people; 4 the tenant refused something,
or a proof could not be had.`,
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const { runContain } = await import("../respond/contain.ts");
      ended(await runContain(id, command.optsWithGlobals<ContainFlags>()));
    });
  program
    .command("undo")
    .summary("take an action back")
    .description("Takes back one action of a case, where that is possible. Without --run nothing is changed.")
    .argument("<case>", "id of the case")
    .argument("<action>", "id of the action, as nightlatch plan shows it")
    .option("--run", "change the tenant; without it, only show what would be done")
    .option("--who <name>", WHO)
    .addHelpText("after", "\nExamples:\n  nightlatch undo C-1 act-0123456789abcdef --run\n")
    .action(async (id: string, action: string, _: unknown, command: Command) => {
      const { runUndo } = await import("../respond/undo.ts");
      ended(await runUndo(id, action, command.optsWithGlobals<UndoFlags>()));
    });
  const playbook = program
    .command("playbook")
    .summary("list playbooks, export them to CACAO 2.0, or read one from there")
    .description("Works with playbooks: what is done about one kind of incident, as data.");
  playbook
    .command("list")
    .description("List the playbooks.")
    .addHelpText("after", "\nExamples:\n  nightlatch playbook list\n")
    .action(async (_: unknown, command: Command) => {
      const { runList } = await import("../respond/playbooks.ts");
      ended(await runList(command.optsWithGlobals<GlobalOptions>()));
    });
  playbook
    .command("export")
    .description("Write a playbook as CACAO 2.0 (JSON) to stdout.")
    .argument("<id>", "its id")
    .addHelpText("after", "\nExamples:\n  nightlatch playbook export session-stolen\n")
    .action(async (id: string) => {
      const { runExport } = await import("../respond/playbooks.ts");
      ended(await runExport(id));
    });
  playbook
    .command("import")
    .description("Read a playbook of CACAO 2.0, and write it as a draft in YAML to stdout. Nothing of it is run.")
    .argument("<file>", "the JSON document")
    .addHelpText("after", "\nExamples:\n  nightlatch playbook import theirs.json > draft.yml\n")
    .action(async (file: string) => {
      const { runImport } = await import("../respond/playbooks.ts");
      ended(await runImport(file));
    });
}
