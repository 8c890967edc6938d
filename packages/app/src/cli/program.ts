import { Command, Option } from "commander";
import { VERSION } from "../version.ts";
import { addCase } from "./commands/case.ts";
import { addCompletion } from "./commands/completion.ts";
import { addCoverage } from "./commands/coverage.ts";
import { addDrill } from "./commands/drill.ts";
import { addFind } from "./commands/find.ts";
import { addHar } from "./commands/har.ts";
import type { Ended } from "./commands/ended.ts";
import { EXIT_CODES } from "./commands/exit-codes.ts";
import { addHunt } from "./commands/hunt.ts";
import { addImport } from "./commands/import.ts";
import { addLedger } from "./commands/ledger.ts";
import { addOperate } from "./commands/operate.ts";
import { addOutbox } from "./commands/outbox.ts";
import { addReport } from "./commands/report.ts";
import { addRespond } from "./commands/respond.ts";
import { addRules } from "./commands/rules.ts";
import { addScan } from "./commands/scan.ts";
import { addScope } from "./commands/scope.ts";
import { addSignals } from "./commands/signals.ts";
import { addSql } from "./commands/sql.ts";
import { addToken } from "./commands/token.ts";
import { addUp } from "./commands/up.ts";
import { addVerify } from "./commands/verify.ts";
import { FORMATS } from "./global-options.ts";

/** Every command, in the order of the help. */
const COMMANDS: readonly ((program: Command, ended: Ended) => void)[] = [
  addScan,
  addUp,
  addDrill,
  addImport,
  addHunt,
  addFind,
  addSql,
  addCase,
  addScope,
  addLedger,
  addReport,
  addVerify,
  addRespond,
  addHar,
  addCoverage,
  addRules,
  addToken,
  addSignals,
  addOutbox,
  addOperate,
  addCompletion,
];

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
  for (const add of COMMANDS) add(program, ended);
  return program;
}
