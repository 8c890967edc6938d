import { type Command, Option } from "commander";
import type { CaseFlags } from "../case/desk.ts";
import type { FactFlags } from "../case/manage.ts";
import type { QuestionFlags } from "../case/questions.ts";
import type { ListFlags } from "../case/show.ts";
import type { Ended } from "./ended.ts";
import { collect, moment } from "./option-values.ts";

/** `nightlatch case …` */
export function addCase(program: Command, ended: Ended): void {
  const cases = program
    .command("case")
    .summary("open, read and write cases")
    .description(
      "Works with incidents: findings at high or above join them by themselves. Every entry says who wrote it and when; --as-of shows a case as it was known at a moment.",
    );
  const named = (name: string, summary: string, example: string): Command =>
    cases
      .command(name)
      .description(summary)
      .option("--who <name>", "who does it (default: NIGHTLATCH_WHO, else the name at this machine)")
      .addHelpText("after", `\nExamples:\n${example}\n`);
  const asOf = (command: Command): Command =>
    command.option("--as-of <time>", "as it was known then (RFC 3339 or a date)", moment);

  named(
    "open",
    "Open a case, with what it starts from.",
    '  nightlatch case open "Strange administrator" user:jo@example.com 203.0.113.7',
  )
    .argument("<title>", "what it is about")
    .argument("[seed...]", "sessions, users, addresses, tokens, findings to start from")
    .option("--tenant <name>", "the tenant (default: the only one)")
    .action(async (title: string, seeds: readonly string[], _: unknown, command: Command) => {
      const { runOpen } = await import("../case/manage.ts");
      ended(await runOpen(title, seeds, command.optsWithGlobals<CaseFlags>()));
    });
  asOf(named("list", "List cases, oldest first.", "  nightlatch case list --status open"))
    .option("--tenant <name>", "those of one tenant")
    .addOption(new Option("--status <status>", "those that stand so").choices(["open", "closed", "merged"]))
    .action(async (_: unknown, command: Command) => {
      const { runList } = await import("../case/show.ts");
      ended(await runList(command.optsWithGlobals<ListFlags>()));
    });
  asOf(
    named(
      "show",
      "Show a case: findings, facts, tasks, answers, ledger and measures.",
      "  nightlatch case show C-1 --as-of 2026-01-05T12:00:00Z",
    ),
  )
    .argument("<id>", "the case, such as C-1")
    .action(async (id: string, _: unknown, command: Command) => {
      const { runShow } = await import("../case/show.ts");
      ended(await runShow(id, command.optsWithGlobals<CaseFlags>()));
    });
  asOf(
    named(
      "questions",
      "Ask every question of a case: yes, no or unknown, with the events and the coverage behind it.",
      "  nightlatch case questions C-1",
    ),
  )
    .option("--until <time>", "the end of the time asked about (default: now)", moment)
    .option("--live", "read in the tenant, with the reading credential, what stands now")
    .argument("<id>", "the case")
    .action(async (id: string, _: unknown, command: Command) => {
      const { runQuestions } = await import("../case/questions.ts");
      ended(await runQuestions(id, command.optsWithGlobals<QuestionFlags>()));
    });
  named("note", "Write a note.", '  nightlatch case note C-1 "Jo is on holiday, reached by phone"')
    .argument("<id>", "the case")
    .argument("<text>", "the note")
    .action(async (id: string, text: string, _: unknown, command: Command) => {
      const { runNote } = await import("../case/manage.ts");
      ended(await runNote(id, text, command.optsWithGlobals<CaseFlags>()));
    });
  named(
    "task",
    "Add a task, or say what came of one.",
    '  nightlatch case task C-1 "Rotate the CI secret" --owner kim\n  nightlatch case task C-1 "Rotated, ticket 4711" --done T-1',
  )
    .argument("<id>", "the case")
    .argument("<text>", "what is to be done, or what came of it")
    .option("--owner <name>", "whose it is")
    .option("--done <task>", "the task that is done")
    .action(async (id: string, text: string, _: unknown, command: Command) => {
      const { runTask } = await import("../case/manage.ts");
      ended(await runTask(id, text, command.optsWithGlobals<CaseFlags & { owner?: string; done?: string }>()));
    });
  named("role", "Say who is what.", "  nightlatch case role C-1 lead kim@example.com")
    .argument("<id>", "the case")
    .argument("<role>", "such as lead, scribe, liaison")
    .argument("<person>", "who it is")
    .action(async (id: string, role: string, person: string, _: unknown, command: Command) => {
      const { runRole } = await import("../case/manage.ts");
      ended(await runRole(id, [role, person], command.optsWithGlobals<CaseFlags>()));
    });
  named(
    "fact",
    "Enter a fact: when it happened, and where it is from.",
    '  nightlatch case fact C-1 "Jo uploaded a capture" --happened 2026-01-05T11:30:00Z --person jo@example.com',
  )
    .argument("<id>", "the case")
    .argument("<text>", "what is so")
    .option("--happened <time>", "when it happened; nobody knows unless given", moment)
    .option("--event <uid>", "an event that shows it; may be repeated", collect, [])
    .option("--file <path>", "a file that shows it; its hash is kept")
    .option("--person <name>", "who said so")
    .action(async (id: string, text: string, _: unknown, command: Command) => {
      const { runFact } = await import("../case/manage.ts");
      ended(await runFact(id, text, command.optsWithGlobals<FactFlags>()));
    });
  named(
    "pin",
    "Pin an event.",
    '  nightlatch case pin C-1 0e4c6652-1c09-11ef-efb8-6efe764acc06 --why "the first use from elsewhere"',
  )
    .argument("<id>", "the case")
    .argument("<uid>", "the event")
    .requiredOption("--why <text>", "why it matters")
    .action(async (id: string, uid: string, _: unknown, command: Command) => {
      const { runPin } = await import("../case/manage.ts");
      ended(await runPin(id, uid, command.optsWithGlobals<CaseFlags & { why: string }>()));
    });
  named(
    "supplier",
    "Keep a supplier's thread: what they were told, or what they answered.",
    '  nightlatch case supplier C-1 Okta "A session of ours is used from 203.0.113.7" --at 2026-01-05T12:10:00Z\n  nightlatch case supplier C-1 Okta "You are affected" --answered',
  )
    .argument("<id>", "the case")
    .argument("<vendor>", "the supplier")
    .argument("<text>", "what was said")
    .option("--answered", "they said it to us", false)
    .option("--at <time>", "when it was said (default: now)", moment)
    .action(async (id: string, vendor: string, text: string, _: unknown, command: Command) => {
      const { runSupplier } = await import("../case/manage.ts");
      ended(
        await runSupplier(
          id,
          [vendor, text],
          command.optsWithGlobals<CaseFlags & { answered: boolean; at?: number }>(),
        ),
      );
    });
  named(
    "close",
    "Close a case. Over open rows of its ledger only with --over-open.",
    '  nightlatch case close C-1 --why "Contained, rotated, reported"',
  )
    .argument("<id>", "the case")
    .requiredOption("--why <text>", "why it is over")
    .option("--over-open", "close although credentials are open; the reason is kept with your name", false)
    .action(async (id: string, _: unknown, command: Command) => {
      const { runClose } = await import("../case/manage.ts");
      ended(await runClose(id, command.optsWithGlobals<CaseFlags & { why: string; overOpen: boolean }>()));
    });
  named("reopen", "Open a closed case again.", '  nightlatch case reopen C-1 --why "The token was used again"')
    .argument("<id>", "the case")
    .requiredOption("--why <text>", "why it is not over")
    .action(async (id: string, _: unknown, command: Command) => {
      const { runReopen } = await import("../case/manage.ts");
      ended(await runReopen(id, command.optsWithGlobals<CaseFlags & { why: string }>()));
    });
}
