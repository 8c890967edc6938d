import type { Command } from "commander";
import type { GlobalOptions } from "../global-options.ts";
import type { Ended } from "./ended.ts";

/** `nightlatch rules …` */
export function addRules(program: Command, ended: Ended): void {
  const rules = program
    .command("rules")
    .description("Work with Sigma rules: ours, those that are configured, or those below PATH.")
    .summary("test, list, show or lint Sigma rules");
  const each = (name: string, summary: string, example: string): Command =>
    rules.command(name).description(summary).addHelpText("after", `\nExamples:\n${example}\n`);
  each("test", "run the tests inside the rules", "  nightlatch rules test\n  nightlatch rules test my-rules/token.yml")
    .argument("[path...]", "files or folders of rules (default: ours and the configured ones)")
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runTest } = await import("../rules/test.ts");
      ended(await runTest(paths, command.optsWithGlobals<GlobalOptions>()));
    });
  each(
    "list",
    "list the rules that can run",
    "  nightlatch rules list\n  nightlatch rules list my-rules/ --format json",
  )
    .argument("[path...]", "files or folders of rules (default: ours and the configured ones)")
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runList } = await import("../rules/list.ts");
      ended(await runList(paths, command.optsWithGlobals<GlobalOptions>()));
    });
  each("show", "show one rule", '  nightlatch rules show "API token created"')
    .argument("<rule>", "its id, name or title")
    .argument("[path...]", "files or folders of rules (default: ours and the configured ones)")
    .action(async (rule: string, paths: readonly string[], _: unknown, command: Command) => {
      const { runShow } = await import("../rules/show.ts");
      ended(await runShow(rule, paths, command.optsWithGlobals<GlobalOptions>()));
    });
  each("lint", "say what is wrong or doubtful in the rules", "  nightlatch rules lint my-rules/")
    .argument("[path...]", "files or folders of rules (default: ours and the configured ones)")
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runLint } = await import("../rules/lint.ts");
      ended(await runLint(paths, command.optsWithGlobals<GlobalOptions>()));
    });
}
