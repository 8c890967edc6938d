import { type Command, Option } from "commander";
import type { HarInspectFlags } from "../har/inspect.ts";
import type { HarLeakedFlags } from "../har/leaked.ts";
import type { HarScrubFlags } from "../har/scrub.ts";
import type { Ended } from "./ended.ts";

/** `nightlatch har scrub|inspect|leaked` */
export function addHar(program: Command, ended: Ended): void {
  const har = program
    .command("har")
    .summary("scrub captures of a browser, see what they expose, or what a leaked one did")
    .description(
      "Works with HAR captures: takes the credentials out before one is shared, or tells which ones it exposes. Everything is done here; nothing is sent anywhere, and no token is tried.",
    );
  har
    .command("scrub")
    .summary("take every credential out of a capture")
    .description(
      "Replaces every credential (and, unless told otherwise, personal data) by a stable pseudonym, wherever it stands and however it is encoded; then scans what came out. If anything is found there, no output is written.",
    )
    .argument("<capture>", "a HAR file")
    .requiredOption("--out <file>", "where the scrubbed capture goes; written whole or not at all")
    .addOption(
      new Option(
        "--profile <name>",
        "share: credentials, cookies, what looks random, and personal data; credentials-only: without personal data; strict: as share, and bodies are dropped",
      )
        .choices(["share", "credentials-only", "strict"])
        .default("share"),
    )
    .option("--receipt <file>", "also write the receipt, as JSON, into a file")
    .option("--force", "write over files that are there already")
    .addHelpText(
      "after",
      "\nExamples:\n  nightlatch har scrub session.har --out session.clean.har\n  nightlatch har scrub session.har --out clean.har --profile strict --format json > receipt.json\n",
    )
    .action(async (capture: string, _: unknown, command: Command) => {
      const { runHarScrub } = await import("../har/scrub.ts");
      ended(await runHarScrub(capture, command.optsWithGlobals<HarScrubFlags>()));
    });
  har
    .command("inspect")
    .summary("tell which credentials a capture exposes")
    .description(
      "Names every credential by class: whose it is where that can be read offline, when it was issued and expires, what it would open, and what ends it. A credential is named by a pseudonym; its value is not shown.",
    )
    .argument("<path...>", "HAR files; with --any files of any sort, and folders")
    .option("--any", "also other texts: cURL commands, logs, exports of a support desk")
    .addHelpText(
      "after",
      "\nExamples:\n  nightlatch har inspect session.har\n  nightlatch har inspect --any tickets/ --format json\n",
    )
    .action(async (paths: readonly string[], _: unknown, command: Command) => {
      const { runHarInspect } = await import("../har/inspect.ts");
      ended(await runHarInspect(paths, command.optsWithGlobals<HarInspectFlags>()));
    });
  har
    .command("leaked")
    .summary("tell which live sessions a leaked capture exposes, and who used them since")
    .description(
      "Takes a capture that got into other hands: says whose browser it was, finds the sessions that it exposes in the store or in log files, how sure that is, whether each is alive, which later use does not fit its victim, and what to do. No credential is tried. Over the store it also sets a watch on each: while the service runs, the first use that does not fit is a critical finding.",
    )
    .argument("<capture>", "a HAR file")
    .argument("[log...]", "System Log files or folders; without any, the store is asked")
    .option("--tenant <name>", "the tenant (default: the only one)")
    .option("--no-watch", "set no watch on what is found in the store")
    .option("--who <name>", "who sets the watch, for the journal (default: your name on this machine)")
    .addHelpText(
      "after",
      "\nExamples:\n  nightlatch har leaked session.har exports/\n  nightlatch har leaked session.har --data /var/lib/nightlatch --format json\n",
    )
    .action(async (capture: string, logs: readonly string[], _: unknown, command: Command) => {
      const { runHarLeaked } = await import("../har/leaked.ts");
      ended(await runHarLeaked(capture, logs, command.optsWithGlobals<HarLeakedFlags>()));
    });
}
