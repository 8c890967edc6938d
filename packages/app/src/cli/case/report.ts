import { CASE_FORMATS, giveCase } from "../../case-report/index.ts";
import { writePack } from "../../evidence-pack/index.ts";
import { COLOURED, PLAIN } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { giveOut, widthOf } from "../give-out.ts";
import { formatAmong } from "../global-options.ts";
import { wantsColour } from "../write-out.ts";
import { atDesk, type CaseFlags } from "./desk.ts";
import { say } from "./said.ts";

/** Options of `nightlatch report`. */
export interface ReportFlags extends CaseFlags {
  readonly out?: string;
  /** Folder for an evidence pack. */
  readonly pack?: string;
}

/** `nightlatch report CASE`: a case, told to others. With `--pack` the evidence is put into a folder instead. */
export async function runReport(id: string, flags: ReportFlags): Promise<ExitCode> {
  const { out, pack, asOf } = flags;
  if (pack !== undefined) {
    const format = formatAmong(flags, ["text", "json"]);
    const packed = await atDesk(flags, async ({ book, state, events }) =>
      writePack(pack, { one: await book.get(id, asOf), state, events }),
    );
    const { files, missing, manifest } = packed;
    await say(format, { schema: "nightlatch.packed/1", files, missing, manifest }, () =>
      [
        `${files} files are in ${pack}. HOW-TO-CHECK.txt says how they are checked without Nightlatch.`,
        ...(missing.length === 0
          ? []
          : [`${missing.length} events are cited and no longer stored: ${missing.join(", ")}`]),
        `Keep this apart from the folder: manifest ${manifest}\n`,
      ].join("\n"),
    );
    return missing.length === 0 ? EXIT.done : EXIT.rejected;
  }
  const format = formatAmong(flags, CASE_FORMATS);
  const one = await atDesk(flags, ({ book }) => book.get(id, asOf));
  const paint = out === undefined && wantsColour(process.stdout) ? COLOURED : PLAIN;
  await giveOut(giveCase(one, format, { paint, width: widthOf(out) }), out);
  return EXIT.done;
}
