import {
  Baseline,
  IndicatorIndex,
  type NetworkOf,
  type SavedBaseline,
  type Severity,
  SEVERITIES,
} from "@nightlatch/core";
import { findFiles, readRecords, type ReadProgress } from "../connect/files/index.ts";
import { type Counters, readEvents } from "../pipeline/index.ts";
import type { ScanReport } from "../report/scan-report.ts";
import { VERSION } from "../version.ts";
import type { IndicatorFiles } from "./indicator-files.ts";
import { Judgement } from "./judgement.ts";
import { Rejections } from "./rejections.ts";
import type { RuleBook } from "./rule-book.ts";
import { judgeOf } from "./rule-judge.ts";
import type { TimeWindow } from "./time-window.ts";

/** What a scan is told. */
export interface ScanOptions {
  /** Files, folders, `-` for what `stdin` holds. */
  readonly paths: readonly string[];
  /** The file that `spoolStdin` wrote. */
  readonly stdin?: string | undefined;
  readonly tenant: string;
  readonly networkOf: NetworkOf;
  readonly book: RuleBook;
  /** What was learnt before. */
  readonly baseline?: SavedBaseline | undefined;
  readonly window?: TimeWindow;
  /** Lists of indicators to look for. */
  readonly indicators?: IndicatorFiles | undefined;
  /** Threads beside the main one. */
  readonly workers?: number;
  readonly progress?: (progress: ReadProgress) => void;
}

/** What a scan gives. */
export interface ScanOutcome {
  readonly report: ScanReport;
  readonly rejections: Rejections;
  /** What is known of the usual by now. */
  readonly baseline: Baseline;
}

const NOTHING_READ: Counters = { bytes: 0, records: 0, rejected: 0, events: 0, repeats: 0 };

/**
 * Reads logs, judges every event in order, and says what was found. The same events give the same report, whatever
 * their order, their wrapping or the number of workers; of the summary, `files`, `bytes` and `repeats` are about how
 * they were wrapped.
 */
export async function scan(options: ScanOptions): Promise<ScanOutcome> {
  const { paths, stdin, tenant, networkOf, book, progress, workers = 0 } = options;
  const window = options.window ?? { since: undefined, until: undefined };
  const rejections = new Rejections();
  const reject = rejections.add.bind(rejections);
  const lists = options.indicators;
  const indicators = lists === undefined ? undefined : new IndicatorIndex(lists.indicators);
  const begin = (): Judgement => {
    // A scan that starts over starts from what was known before, not from what it has just learnt.
    const baseline = options.baseline === undefined ? new Baseline() : Baseline.restore(options.baseline);
    return new Judgement({ tenant, networkOf, book, baseline, window, indicators });
  };
  let judgement = begin();
  let counters = NOTHING_READ;
  const open = (): ReturnType<typeof readRecords> =>
    readRecords(paths, {
      reject,
      spend: true,
      ...(stdin === undefined ? {} : { stdin }),
      ...(progress === undefined ? {} : { progress }),
    });
  const events = readEvents(open, {
    tenant,
    workers,
    judge: judgeOf(book),
    reject,
    progress: (now) => (counters = now),
    restart: () => {
      judgement = begin();
      rejections.clear();
    },
  });
  for await (const batch of events) judgement.observe(batch);

  const files = await findFiles(paths, () => undefined);
  const findings = judgement.findings();
  const { engine, coverage } = judgement;
  const report: ScanReport = {
    schema: "nightlatch.scan/1",
    tool: { name: "nightlatch", version: VERSION },
    tenant,
    findings,
    summary: {
      findings: countBySeverity(findings),
      files: files.length,
      bytes: counters.bytes,
      records: counters.records,
      events: counters.events,
      repeats: counters.repeats,
      rejected: rejections.total,
      rejectedByCode: rejections.byCode(),
      first: isoOrNull(coverage.first),
      last: isoOrNull(coverage.last),
      silences: coverage.silences().map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
      window: {
        since: isoOrNull(window.since),
        until: isoOrNull(window.until),
        before: judgement.before,
        after: judgement.after,
      },
      users: engine.users,
      sessions: engine.sessions,
      explained: engine.explained.rows(),
      rules: {
        rules: book.rules.length,
        correlations: book.correlations.length,
        elsewhere: book.elsewhere,
        waiting: countRules(book.waiting),
        replaced: book.replaced.map(({ rule }) => rule),
        expired: expiredRules(book, coverage.last),
        refused: countRules(book.problems),
      },
      decisions: judgement.decisions(),
      ...(lists === undefined ? {} : { indicators: indicatorsSaid(lists, coverage.last, findings) }),
      limits: judgement.limits(),
    },
  };
  return { report, rejections, baseline: engine.baseline };
}

function countBySeverity(findings: ScanReport["findings"]): Readonly<Record<Severity, number>> {
  const counts = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 };
  for (const severity of SEVERITIES) counts[severity] = findings.filter((one) => one.severity === severity).length;
  return counts;
}

/** Rules that problems are about; one rule may have several. */
function countRules(problems: RuleBook["problems"]): number {
  return new Set(problems.map(({ file, rule }) => `${file}\n${rule}`)).size;
}

function indicatorsSaid(
  { indicators, unused }: IndicatorFiles,
  last: number | undefined,
  findings: ScanReport["findings"],
): NonNullable<ScanReport["summary"]["indicators"]> {
  return {
    read: indicators.length,
    expired: indicators.filter(({ until }) => last !== undefined && last >= until).length,
    unused,
    findings: findings.filter(({ rule }) => rule.kind === "intel").length,
  };
}

/** Rules that meant nothing any more when the log ends. */
function expiredRules({ expires }: RuleBook, last: number | undefined): number {
  return [...expires.values()].filter((until) => last !== undefined && last >= until).length;
}

function isoOrNull(ms: number | undefined): string | null {
  return ms === undefined ? null : iso(ms);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
