import { CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { Failure, failureOf, failureText } from "./failure.ts";
import { programOf } from "./program.ts";
import { writeError } from "./write-out.ts";

/** Runs one command line (without the program's name), and answers how it ended. Throws nothing. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done;
  const program = programOf((ended) => (exit = ended));
  quiet(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return usage(error);
    // Whoever read the answer has gone away: there is nobody to tell.
    if (error instanceof Error && "code" in error && error.code === "EPIPE") return exit;
    const failure = failureOf(error);
    writeError(failureText(failure));
    return failure.exit;
  }
}

/** Errors are said by us, with a code; help and version stay with commander. */
function quiet(command: ReturnType<typeof programOf>): void {
  command.configureOutput({ outputError: () => undefined });
  for (const child of command.commands) {
    child.exitOverride();
    quiet(child);
  }
}

function usage(error: CommanderError): ExitCode {
  // Help that was asked for is done; help that is shown for want of a command is a usage error.
  if (error.exitCode === 0) return EXIT.done;
  if (error.code === "commander.help") return EXIT.usage;
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const reason = [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join("\n").replace(/\.$/, "");
  const failure = new Failure("NL-CLI-USAGE", reason, {
    exit: EXIT.usage,
    next: "nightlatch --help and nightlatch COMMAND --help show what there is, with examples",
  });
  writeError(failureText(failure));
  return EXIT.usage;
}
