import { readConfig } from "../../config/config.ts";
import type { Rejection } from "../../connect/files/index.ts";
import { openCapture } from "../../connect/har/index.ts";
import {
  captureName,
  leakedInFiles,
  leakedInStore,
  type LeakedOutcome,
  leakedReport,
  setWatches,
  watchesOf,
} from "../../leaked/index.ts";
import { jsonDocument } from "../../report/index.ts";
import { listFindings } from "../../store/state/index.ts";
import { atDesk } from "../case/desk.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { knowledgeOf } from "../knowledge.ts";
import { printRejections } from "../print-rejections.ts";
import { writeOut } from "../write-out.ts";
import { leakedText } from "./leaked-text.ts";
import { refused, unreachable } from "./refused.ts";

/** Options of `nightlatch har leaked`. */
export interface HarLeakedFlags extends GlobalOptions {
  readonly tenant?: string;
  /** Set a watch on what is found in the store; so it is unless told otherwise. */
  readonly watch: boolean;
  readonly who?: string;
}

const FINDINGS = 10_000;

/** `nightlatch har leaked CAPTURE [LOG…]` */
export async function runHarLeaked(capture: string, logs: readonly string[], flags: HarLeakedFlags): Promise<ExitCode> {
  const form = textOrJson(flags);
  const rejected: Rejection[] = [];
  const look = logs.length === 0 ? inStore(capture, flags) : inFiles(capture, logs, { flags, rejected });
  const outcome = await look.catch((error: unknown) => {
    throw unreachable(error, capture);
  });
  if (!outcome.ok) throw refused(capture, outcome.problem);
  const report = leakedReport(outcome, logs.length === 0 && flags.watch);
  await writeOut(form === "json" ? jsonDocument(report) : leakedText(report));
  printRejections(rejected.slice(0, 20), rejected.length);
  return rejected.length > 0 ? EXIT.rejected : EXIT.done;
}

async function inFiles(
  capture: string,
  logs: readonly string[],
  { flags, rejected }: { readonly flags: HarLeakedFlags; readonly rejected: Rejection[] },
): Promise<LeakedOutcome> {
  const config = await readConfig(flags.config);
  const knowledge = await knowledgeOf(config);
  const tenant = flags.tenant ?? config.tenant ?? "default";
  return leakedInFiles(capture, logs, { ...knowledge, tenant, reject: (rejection) => rejected.push(rejection) });
}

function inStore(capture: string, flags: HarLeakedFlags): Promise<LeakedOutcome> {
  return atDesk(flags, async (desk) => {
    const tenant = await desk.tenant();
    const kept = await listFindings(desk.state.db, { tenant }, { limit: FINDINGS });
    const findings = kept.map(({ finding }) => finding);
    const outcome = await leakedInStore(capture, desk.events, { tenant, findings, now: desk.now() });
    if (outcome.ok && flags.watch) {
      const name = captureName(openCapture(capture)() as Iterable<Uint8Array>);
      const watches = { tenant, watches: watchesOf(outcome) };
      await setWatches(desk.state, name, { who: desk.who, at: desk.now(), watches });
    }
    return outcome;
  });
}
