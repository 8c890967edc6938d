import { SEVERITIES } from "@nightlatch/core";
import { type Command, Option } from "commander";
import type { GlobalOptions } from "../global-options.ts";
import type { ListFilters } from "../rules/list.ts";
import type { Ended } from "./ended.ts";
import { collect, levels } from "./option-values.ts";

/** `nightlatch rules …` */
export function addRules(program: Command, ended: Ended): void {
  const rules = program
    .command("rules")
    .description("Work with Sigma rules: ours, those that are configured, or those below PATH.")
    .summary("test, list, show, lint or write Sigma rules, and see what they cover");
  const each = (name: string, summary: string, example: string): Command =>
    rules.command(name).description(summary).addHelpText("after", `\nExamples:\n${example}\n`);
  const onPaths = (command: Command): Command =>
    command.argument("[path...]", "files or folders of rules (default: ours and the configured ones)");
  onPaths(
    each(
      "test",
      "run the tests inside the rules",
      "  nightlatch rules test\n  nightlatch rules test my-rules/token.yml",
    ),
  ).action(async (paths: readonly string[], _: unknown, command: Command) => {
    const { runTest } = await import("../rules/test.ts");
    ended(await runTest(paths, command.optsWithGlobals<GlobalOptions>()));
  });
  onPaths(
    each(
      "list",
      "list the rules that can run",
      "  nightlatch rules list --level high --level critical\n  nightlatch rules list --tactic persistence --text token\n  nightlatch rules list my-rules/ --format json",
    ),
  )
    .addOption(
      new Option("--level <level>", "only rules of this level; may be repeated")
        .choices(SEVERITIES)
        .argParser(levels)
        .default([], "all"),
    )
    .option("--tactic <name>", "only rules of this ATT&CK tactic; may be repeated", collect, [])
    .option("--text <words>", "only rules in whose name, title, description or tags all of these words stand")
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runList } = await import("../rules/list.ts");
      ended(await runList(paths, command.optsWithGlobals<GlobalOptions & ListFilters>()));
    });
  onPaths(
    each("show", "show one rule", "  nightlatch rules show api-token-created").argument(
      "<rule>",
      "its id, name or title",
    ),
  ).action(async (rule: string, paths: readonly string[], _: unknown, command: Command) => {
    const { runShow } = await import("../rules/show.ts");
    ended(await runShow(rule, paths, command.optsWithGlobals<GlobalOptions>()));
  });
  onPaths(each("lint", "say what is wrong or doubtful in the rules", "  nightlatch rules lint my-rules/")).action(
    async (paths: readonly string[], _: unknown, command: Command) => {
      const { runLint } = await import("../rules/lint.ts");
      ended(await runLint(paths, command.optsWithGlobals<GlobalOptions>()));
    },
  );
  each(
    "coverage",
    "show what the rules and the session engine answer, and what nothing answers",
    "  nightlatch rules coverage\n  nightlatch rules coverage --format json",
  ).action(async (_: unknown, command: Command) => {
    const { runCoverage } = await import("../rules/coverage.ts");
    ended(await runCoverage(command.optsWithGlobals<GlobalOptions>()));
  });
  onPaths(
    each(
      "navigator",
      "write a layer for the ATT&CK Navigator: which techniques the rules name",
      "  nightlatch rules navigator > nightlatch-layer.json",
    ),
  ).action(async (paths: readonly string[], _: unknown, command: Command) => {
    const { runNavigator } = await import("../rules/navigator.ts");
    ended(await runNavigator(paths, command.optsWithGlobals<GlobalOptions>()));
  });
  each(
    "new",
    "write a new rule with tests to begin with",
    "  nightlatch rules new api-token-made-at-night --dir my-rules --event-type system.api_token.create",
  )
    .argument("<name>", "words in lower case with dashes; the file is called so")
    .option("--dir <folder>", "folder to write it into", ".")
    .option("--event-type <type>", "event type of Okta's System Log that it is about", "system.api_token.create")
    .action(async (name: string, _: unknown, command: Command) => {
      const { runNew } = await import("../rules/new.ts");
      ended(
        await runNew(
          name,
          command.optsWithGlobals<GlobalOptions & { readonly dir: string; readonly eventType: string }>(),
        ),
      );
    });
}
