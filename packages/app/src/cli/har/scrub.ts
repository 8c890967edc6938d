import { realpath, stat } from "node:fs/promises";
import type { Profile, Receipt } from "@nightlatch/har";
import { scrubFile } from "../../connect/har/index.ts";
import { writeAtomically } from "../../disk/write-atomically.ts";
import { jsonDocument, safeText } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { refused, unreachable } from "./refused.ts";

/** Options of `nightlatch har scrub`. */
export interface HarScrubFlags extends GlobalOptions {
  readonly out: string;
  readonly profile: Profile;
  /** A file for the receipt, as JSON. */
  readonly receipt?: string;
  readonly force?: boolean;
}

/** `nightlatch har scrub IN --out OUT` */
export async function runHarScrub(capture: string, flags: HarScrubFlags): Promise<ExitCode> {
  const form = textOrJson(flags);
  await mayWrite(capture, flags.out, flags.force === true);
  if (flags.receipt !== undefined) await mayWrite(capture, flags.receipt, flags.force === true);
  const scrubbed = await scrubFile(capture, flags.out, flags.profile).catch((error: unknown) => {
    throw unreachable(error, capture);
  });
  if (!scrubbed.ok) throw refused(capture, scrubbed.problem);
  const { receipt } = scrubbed;
  const document = jsonDocument({ schema: "nightlatch.har-receipt/1", ...receipt });
  if (flags.receipt !== undefined) {
    const { receipt: file } = flags;
    await writeAtomically(file, document).catch((error: unknown) => {
      throw unreachable(error, file);
    });
  }
  await writeOut(form === "json" ? document : text(receipt, flags.out));
  return EXIT.done;
}

/** Refuses to write over the capture (NL-HAR-SAME), and over what is there unless told to (NL-HAR-EXISTS). */
async function mayWrite(capture: string, file: string, force: boolean): Promise<void> {
  if (await isSame(capture, file))
    throw new Failure("NL-HAR-SAME", `"${file}" is the capture itself, which is not written over`, {
      exit: EXIT.usage,
      next: "Name another file; delete the capture yourself when it is no longer needed",
    });
  const there = await stat(file).catch(() => undefined);
  if (there === undefined || (force && there.isFile())) return;
  const what = there.isFile() ? "is there already" : "is no ordinary file, and is not written over";
  throw new Failure("NL-HAR-EXISTS", `"${file}" ${what}`, {
    exit: EXIT.usage,
    next: "Name another file, or write over an ordinary one with --force",
  });
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => undefined)));
  return a !== undefined && a === b;
}

function text(receipt: Receipt, out: string): string {
  const rows = receipt.replaced.map(
    ({ title, place, values, count }) =>
      `  ${String(count).padStart(7)} ${String(values).padStart(7)}  ${title.padEnd(48)} ${safeText(place)}\n`,
  );
  const head = rows.length === 0 ? "" : `\n   places  values  what ${" ".repeat(43)} where\n`;
  const open = receipt.notJudged.map(
    ({ place, because, count }) => `  ${count} in ${safeText(place)}: ${because}; taken out\n`,
  );
  return [
    `${receipt.values} values taken out of ${receipt.replacements} places in ${receipt.entries} entries (profile ${receipt.profile}).\n`,
    head,
    ...rows,
    ...(receipt.dropped > 0 ? [`\n${receipt.dropped} bodies dropped.\n`] : []),
    ...(open.length > 0 ? ["\nCould not be judged:\n", ...open] : []),
    `\nThe scan of the output (${receipt.residue.scanned} bytes) found nothing left.\n`,
    `  in   ${receipt.input.sha256}  ${receipt.input.bytes} bytes\n`,
    `  out  ${receipt.output.sha256}  ${receipt.output.bytes} bytes  ${safeText(out)}\n`,
  ].join("");
}
