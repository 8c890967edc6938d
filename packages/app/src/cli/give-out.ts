import { writeAtomically } from "../disk/write-atomically.ts";
import { EXIT } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import { writeOut } from "./write-out.ts";

/** Columns of a text that nobody looks at on a terminal. */
const WIDTH = 100;

/** Columns of the text: the terminal's, when it goes there. */
export function widthOf(out: string | undefined): number {
  return out === undefined && process.stdout.isTTY ? process.stdout.columns : WIDTH;
}

/** Gives an answer out: to a file, whole or not at all, or to stdout. Throws a Failure NL-CLI-OUT. */
export async function giveOut(text: string | Uint8Array, out: string | undefined): Promise<void> {
  if (out === undefined) {
    if (typeof text !== "string" && process.stdout.isTTY)
      throw new Failure("NL-CLI-OUT", "The report is no text, and would be written to a terminal", {
        exit: EXIT.usage,
        next: "Name a file with --out, or send the output into one",
      });
    await writeOut(text);
    return;
  }
  try {
    await writeAtomically(out, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure("NL-CLI-OUT", `The report could not be written to "${out}": ${why}`, {
      exit: EXIT.usage,
      next: "Name a file in a folder that exists and that you may write to, or leave --out out",
    });
  }
}
