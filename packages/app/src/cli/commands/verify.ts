import { type Command, InvalidArgumentError } from "commander";
import type { VerifyFlags } from "../case/verify.ts";
import type { Ended } from "./ended.ts";

/** `nightlatch verify` */
export function addVerify(program: Command, ended: Ended): void {
  program
    .command("verify")
    .summary("check that the journal, or an evidence pack, was not changed")
    .description(
      "Checks the journal's chain of hashes, without asking anybody: any changed, added or missing entry is found. With a folder, the evidence pack in it is checked instead, for which no store is needed. Exit code 3 when it does not hold.",
    )
    .argument("[folder]", "an evidence pack, as nightlatch report --pack writes it")
    .option("--head <seq:hash>", "a head that was kept elsewhere: it must still be in the journal", head)
    .option("--manifest <sha256>", "the hash of a pack's manifest, as it was kept apart", sha256)
    .addHelpText(
      "after",
      "\nExamples:\n  nightlatch verify\n  nightlatch verify --head 42:9f86d081…\n  nightlatch verify evidence/ --manifest 60303ae2…\n",
    )
    .action(async (folder: string | undefined, _: unknown, command: Command) => {
      const { runVerify, runVerifyPack } = await import("../case/verify.ts");
      const flags = command.optsWithGlobals<VerifyFlags>();
      ended(await (folder === undefined ? runVerify(flags) : runVerifyPack(folder, flags)));
    });
}

function head(value: string): NonNullable<VerifyFlags["head"]> {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(value) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw new InvalidArgumentError("A head such as nightlatch verify prints it is wanted: a number, a colon, a SHA-256");
}

function sha256(value: string): string {
  if (/^[0-9a-f]{64}$/.test(value)) return value;
  throw new InvalidArgumentError("A SHA-256 in 64 hexadecimal digits is wanted");
}
