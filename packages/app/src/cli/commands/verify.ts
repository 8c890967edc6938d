import { type Command, InvalidArgumentError } from "commander";
import type { VerifyFlags } from "../case/verify.ts";
import type { Ended } from "./ended.ts";

/** `nightlatch verify` */
export function addVerify(program: Command, ended: Ended): void {
  program
    .command("verify")
    .summary("check that the journal was not changed")
    .description(
      "Checks the journal's chain of hashes, without asking anybody: any changed, added or missing entry is found. Exit code 3 when it does not hold.",
    )
    .option("--head <seq:hash>", "a head that was kept elsewhere: it must still be in the journal", head)
    .addHelpText("after", "\nExamples:\n  nightlatch verify\n  nightlatch verify --head 42:9f86d081…\n")
    .action(async (_: unknown, command: Command) => {
      const { runVerify } = await import("../case/verify.ts");
      ended(await runVerify(command.optsWithGlobals<VerifyFlags>()));
    });
}

function head(value: string): NonNullable<VerifyFlags["head"]> {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(value) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw new InvalidArgumentError("A head such as nightlatch verify prints it is wanted: a number, a colon, a SHA-256");
}
