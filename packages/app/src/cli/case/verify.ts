import { checkPack } from "../../evidence-pack/index.ts";
import { openState } from "../../service/index.ts";
import { readConfig } from "../../config/config.ts";
import { safeText } from "../../report/index.ts";
import { checkChain } from "../../store/state/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { say } from "./said.ts";

/** Options of `nightlatch verify`. */
export interface VerifyFlags extends GlobalOptions {
  /** An earlier head, `SEQ:HASH`: it must still be in the chain. */
  readonly head?: { readonly seq: number; readonly hash: string };
  /** SHA-256 of a pack's manifest, as it was kept apart. */
  readonly manifest?: string;
}

/** `nightlatch verify FOLDER`: checks an evidence pack, without a store. Exit code 3 when it does not hold. */
export async function runVerifyPack(folder: string, flags: VerifyFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const { problems, ...pack } = checkPack(folder);
  const other = flags.manifest !== undefined && flags.manifest !== pack.manifest;
  const all = other ? [...problems, "The manifest is not the one whose hash was given"] : problems;
  await say(format, { schema: "nightlatch.pack-verified/1", holds: all.length === 0, ...pack, problems: all }, () =>
    all.length === 0
      ? `The pack of case ${pack.case} holds: ${pack.files} files, ${pack.events} events, journal ${pack.head}.\nCompare with the value that was kept apart: manifest ${pack.manifest}\n`
      : `The pack does NOT hold:\n${all.map((problem) => `- ${safeText(problem)}\n`).join("")}`,
  );
  return all.length === 0 ? EXIT.done : EXIT.rejected;
}

/**
 * `nightlatch verify`: checks the journal's chain of hashes without asking anybody. Exit code 3 when it does not hold.
 */
export async function runVerify(flags: VerifyFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const config = await readConfig(flags.config);
  const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
  const state = await openState(config.service, { folder: flags.data, secrets });
  try {
    let met = flags.head === undefined;
    const { entries, head, broken } = await checkChain(state.db, ({ seq, hash }) => {
      if (seq === flags.head?.seq && hash === flags.head.hash) met = true;
    });
    const holds = broken === undefined && met;
    await say(
      format,
      {
        schema: "nightlatch.verified/1",
        holds,
        entries,
        head: `${entries}:${head}`,
        broken: broken ?? null,
        headFound: met,
      },
      () => textOf({ entries, head, broken, met }),
    );
    return holds ? EXIT.done : EXIT.rejected;
  } finally {
    await state.close();
  }
}

function textOf({
  entries,
  head,
  broken,
  met,
}: {
  entries: number;
  head: string;
  broken: number | undefined;
  met: boolean;
}): string {
  if (broken !== undefined)
    return `The journal does NOT hold: entry ${broken} was changed, left out or put in. The ${entries} entries before it hold\n`;
  if (!met)
    return `The journal holds in itself, but the head that was given is not in it: entries after it were taken away or written anew\n`;
  return `The journal holds: ${entries} entries. Keep its head elsewhere to be able to show later that nothing was taken away:\n${entries}:${head}\n`;
}
