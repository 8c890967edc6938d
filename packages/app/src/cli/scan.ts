import { availableParallelism } from "node:os";
import { atLeast, type Severity } from "@nightlatch/core";
import { type Config, readConfig } from "../config/config.ts";
import { findFiles, type Rejection, spoolStdin } from "../connect/files/index.ts";
import { contentPath } from "../content.ts";
import { readBaseline, writeBaseline } from "../detect/baseline-file.ts";
import { type IndicatorFiles, readIndicatorFiles } from "../detect/indicator-files.ts";
import { networksOf } from "../detect/knowledge.ts";
import type { RuleBook } from "../detect/rule-book.ts";
import { readRuleFiles } from "../detect/rule-files.ts";
import { scan } from "../detect/scan.ts";
import { COLOURED, PLAIN, type ScanReport, toHtml, toJson, toMarkdown, toOcsf, toText } from "../report/index.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import { giveOut, widthOf } from "./give-out.ts";
import { formatAmong, type GlobalOptions } from "./global-options.ts";
import { bookOf, rejectionsOf } from "./knowledge.ts";
import { printRejections } from "./print-rejections.ts";
import { Progress } from "./progress.ts";
import { wantsColour } from "./write-out.ts";

/** Options of `nightlatch scan`. */
export interface ScanFlags extends GlobalOptions {
  readonly rules: readonly string[];
  readonly indicators: readonly string[];
  readonly builtinRules: boolean;
  /** Milliseconds. */
  readonly since?: number;
  readonly until?: number;
  readonly tenant?: string;
  readonly failOn?: Severity;
  readonly baseline?: string;
  readonly workers?: number;
  readonly out?: string;
}

/** Input below this many bytes is read before a thread would have started. */
const SMALL = 32 * 1024 * 1024;
const MOST_WORKERS = 4;

/** `nightlatch scan PATH…` */
export async function runScan(paths: readonly string[], flags: ScanFlags): Promise<ExitCode> {
  const format = formatAmong(flags, SCAN_FORMATS);
  const { since, until } = flags;
  if (since !== undefined && until !== undefined && since >= until)
    throw new Failure("NL-CLI-WINDOW", "The time to scan is empty: --since is not before --until", {
      exit: EXIT.usage,
      next: "--since is the first moment that counts, --until the first that does not",
    });
  const config = await readConfig(flags.config);
  const networkOf = await networksOf(config);
  const { book, rejected } = await readRules(config, flags);
  const indicators = flags.indicators.length === 0 ? undefined : await readLists(flags.indicators, rejected);
  const baseline = flags.baseline === undefined ? undefined : await readBaseline(flags.baseline);
  const spool = paths.includes("-") ? await spoolStdin() : undefined;
  const progress = new Progress(process.stderr, () => performance.now());
  try {
    const outcome = await scan({
      paths,
      stdin: spool?.path,
      tenant: flags.tenant ?? config.tenant ?? "default",
      networkOf,
      book,
      baseline,
      window: { since, until },
      indicators,
      workers: flags.workers ?? (await sensibleWorkers(paths)),
      progress: ({ bytes, total, file }) => progress.at(bytes, total, file),
    });
    progress.end();
    const { report, rejections } = outcome;
    printRejections([...rejected, ...rejections.rows], rejected.length + rejections.total);
    await give(report, format, flags.out);
    if (flags.baseline !== undefined) await writeBaseline(flags.baseline, outcome.baseline);
    const { failOn } = flags;
    if (failOn !== undefined && report.findings.some(({ severity }) => atLeast(severity, failOn))) return EXIT.found;
    return rejected.length + rejections.total > 0 ? EXIT.rejected : EXIT.done;
  } finally {
    progress.end();
    spool?.remove();
  }
}

/** The rules of a scan: ours, the configured ones, and those named on the command line. */
async function readRules(
  config: Config,
  flags: ScanFlags,
): Promise<{ readonly book: RuleBook; readonly rejected: Rejection[] }> {
  const rejected: Rejection[] = [];
  const own = [...config.rules, ...flags.rules];
  const texts = await readRuleFiles([...(flags.builtinRules ? [contentPath("rules")] : []), ...own], (rejection) => {
    // Ours may be absent; what a user names may not.
    if (rejection.code !== "NL-RULES-MISSING") rejected.push(rejection);
    else if (own.includes(rejection.file))
      throw new Failure(rejection.code, rejection.reason, {
        exit: EXIT.usage,
        next: "Name a folder or file of Sigma rules with --rules or `rules:` in the configuration",
      });
  });
  const book = await bookOf(config, texts);
  rejected.push(...rejectionsOf(book));
  return { book, rejected };
}

/** The lists of indicators named on the command line. Throws a Failure NL-INTEL-MISSING. */
async function readLists(paths: readonly string[], rejected: Rejection[]): Promise<IndicatorFiles> {
  return readIndicatorFiles(paths, (rejection) => {
    if (rejection.code !== "NL-INTEL-MISSING") rejected.push(rejection);
    else
      throw new Failure(rejection.code, `The list of indicators "${rejection.file}" is not there`, {
        exit: EXIT.usage,
        next: "Name a file with --indicators: a plain list, CSV, a STIX 2.1 bundle or a MISP event",
      });
  });
}

async function sensibleWorkers(paths: readonly string[]): Promise<number> {
  const files = await findFiles(paths, () => undefined);
  const size = files.reduce((total, file) => total + file.size, 0);
  const cores = availableParallelism();
  return size < SMALL || cores < 2 ? 0 : Math.min(cores, MOST_WORKERS);
}

async function give(report: ScanReport, format: ScanFormat, out: string | undefined): Promise<void> {
  const coloured = out === undefined && wantsColour(process.stdout);
  await giveOut(WRITERS[format](report, { paint: coloured ? COLOURED : PLAIN, width: widthOf(out) }), out);
}

type ScanFormat = (typeof SCAN_FORMATS)[number];
const SCAN_FORMATS = ["text", "json", "ocsf", "markdown", "html"] as const;

const WRITERS: Readonly<Record<ScanFormat, (report: ScanReport, options: Parameters<typeof toText>[1]) => string>> = {
  text: toText,
  json: toJson,
  ocsf: toOcsf,
  markdown: toMarkdown,
  html: toHtml,
};
