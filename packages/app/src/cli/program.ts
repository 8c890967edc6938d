import { SEVERITIES } from "@nightlatch/core";
import { Command, InvalidArgumentError, Option } from "commander";
import { readMoment } from "../detect/time-window.ts";
import { VERSION } from "../version.ts";
import type { ExitCode } from "./exit-code.ts";
import { FORMATS, type GlobalOptions } from "./global-options.ts";
import type { ScanFlags } from "./scan.ts";

/** Tells how a command ended. */
export type Ended = (exit: ExitCode) => void;

const EXIT_CODES = `
Exit codes: 0 done; 2 wrong usage or configuration; 3 done, but some input was rejected (each with file, line and
reason on stderr); 4 a service that it needs is not there; 10 done, and findings at or above --fail-on exist.
Every error has a code NL-…, explained in docs/errors.md.`;

/** The command line: every command, its options and its examples. What a command does is loaded when it is called. */
export function programOf(ended: Ended): Command {
  const program = new Command("nightlatch")
    .description("Catch a stolen identity session, prove what it touched, shut the door.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .addOption(new Option("--format <form>", "form of the answer on stdout").choices(FORMATS).default("text"))
    .option("--config <file>", "configuration (default: nightlatch.yaml, when it is there)")
    .option("--data <dir>", "folder of the store; scan and rules keep nothing there")
    .addHelpText(
      "after",
      `
Examples:
  nightlatch scan export.ndjson                 which session was stolen, from whom, since when
  nightlatch scan exports/ --format json        the same for a machine
  nightlatch rules test                         the tests inside the rules
${EXIT_CODES}`,
    );
  addScan(program, ended);
  addRules(program, ended);
  addCompletion(program, ended);
  return program;
}

function addScan(program: Command, ended: Ended): void {
  program
    .command("scan")
    .summary("find stolen sessions in Okta System Log exports")
    .description(
      "Reads Okta System Log exports in any wrapping and order (NDJSON, JSON, CSV, EventBridge, HEC, gzip, zstd), and tells which session was stolen, from whom, since when, how sure that is, and which events say so.",
    )
    .argument("<path...>", "files, folders, or - for the standard input")
    .option("--rules <dir>", "folder or file of Sigma rules besides ours; may be repeated", collect, [])
    .option("--no-builtin-rules", "without the Sigma rules that come with Nightlatch")
    .option(
      "--since <time>",
      "findings since then (RFC 3339 or a date); earlier events still teach what is usual",
      moment,
    )
    .option("--until <time>", "events before then; later ones are left aside", moment)
    .option("--tenant <name>", "name of the watched tenant, for every finding")
    .addOption(
      new Option("--fail-on <level>", "exit with 10 when there is a finding at this level or above").choices(
        SEVERITIES,
      ),
    )
    .option("--baseline <file>", "what is usual: read if it is there, and written back at the end")
    .option("--workers <n>", "threads that read; 0 reads in the main one (default: by size and machine)", count)
    .option("--out <file>", "write the report there instead of to stdout")
    .addHelpText(
      "after",
      `
Examples:
  nightlatch scan export.ndjson
  nightlatch scan exports/ --since 2023-10-01 --fail-on high
  nightlatch scan exports/ --baseline usual.json --format html --out report.html
  gzip -dc export.gz | nightlatch scan - --format json
${EXIT_CODES}`,
    )
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runScan } = await import("./scan.ts");
      ended(await runScan(paths, command.optsWithGlobals<ScanFlags>()));
    });
}

function addRules(program: Command, ended: Ended): void {
  const rules = program
    .command("rules")
    .description("Work with Sigma rules: ours, those that are configured, or those below PATH.")
    .summary("test, list, show or lint Sigma rules");
  const each = (name: string, summary: string, example: string): Command =>
    rules.command(name).description(summary).addHelpText("after", `\nExamples:\n${example}\n`);
  each("test", "run the tests inside the rules", "  nightlatch rules test\n  nightlatch rules test my-rules/token.yml")
    .argument("[path...]", "files or folders of rules (default: ours and the configured ones)")
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runTest } = await import("./rules/test.ts");
      ended(await runTest(paths, command.optsWithGlobals<GlobalOptions>()));
    });
  each(
    "list",
    "list the rules that can run",
    "  nightlatch rules list\n  nightlatch rules list my-rules/ --format json",
  )
    .argument("[path...]", "files or folders of rules (default: ours and the configured ones)")
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runList } = await import("./rules/list.ts");
      ended(await runList(paths, command.optsWithGlobals<GlobalOptions>()));
    });
  each("show", "show one rule", '  nightlatch rules show "API token created"')
    .argument("<rule>", "its id, name or title")
    .argument("[path...]", "files or folders of rules (default: ours and the configured ones)")
    .action(async (rule: string, paths: readonly string[], _: unknown, command: Command) => {
      const { runShow } = await import("./rules/show.ts");
      ended(await runShow(rule, paths, command.optsWithGlobals<GlobalOptions>()));
    });
  each("lint", "say what is wrong or doubtful in the rules", "  nightlatch rules lint my-rules/")
    .argument("[path...]", "files or folders of rules (default: ours and the configured ones)")
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runLint } = await import("./rules/lint.ts");
      ended(await runLint(paths, command.optsWithGlobals<GlobalOptions>()));
    });
}

function addCompletion(program: Command, ended: Ended): void {
  program
    .command("completion")
    .description("Print a script that completes nightlatch on the command line.")
    .summary("complete commands and options in a shell")
    .argument("<shell>", "bash, zsh or fish")
    .addHelpText(
      "after",
      `
Examples:
  source <(nightlatch completion bash)
  nightlatch completion zsh > ~/.zfunc/_nightlatch
  nightlatch completion fish > ~/.config/fish/completions/nightlatch.fish
`,
    )
    .action(async (shell: string) => {
      const { runCompletion } = await import("./completion.ts");
      ended(await runCompletion(shell, program));
    });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function moment(value: string): number {
  const time = readMoment(value);
  if (time !== undefined) return time;
  throw new InvalidArgumentError(
    'A date such as "2023-10-18" or a time such as "2023-10-18T14:00:00Z" (RFC 3339) is wanted',
  );
}

function count(value: string): number {
  if (/^\d{1,2}$/.test(value) && Number(value) <= 64) return Number(value);
  throw new InvalidArgumentError("A number from 0 to 64 is wanted");
}
