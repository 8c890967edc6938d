import { atLeast, type Finding, type Severity, SEVERITIES } from "@nightlatch/core";
import { doubtfulSessions } from "../../detect/hit-judgement.ts";
import type { RuleBook } from "../../detect/rule-book.ts";
import { fromLevel } from "../../hunt/from-level.ts";
import { hunt, type HuntOutcome } from "../../hunt/hunt.ts";
import { findingRows, type HuntReport, toOcsf } from "../../report/index.ts";
import { listFindings, type StateStore } from "../../store/state/index.ts";
import { VERSION } from "../../version.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import { giveOut } from "../give-out.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printRejections } from "../print-rejections.ts";
import { Progress } from "../progress.ts";
import { tenantMeant } from "../tenant-meant.ts";
import { answerFormat, written } from "./answer.ts";
import { atStores } from "./at-stores.ts";
import { huntedRules } from "./hunted-rules.ts";

/** Options of `nightlatch hunt`. */
export interface HuntFlags extends GlobalOptions {
  readonly tenant?: string;
  /** Milliseconds. */
  readonly since?: number;
  readonly until?: number;
  readonly level?: Severity;
  readonly failOn?: Severity;
  readonly out?: string;
}

/** `nightlatch hunt [RULE…]` */
export async function runHunt(named: readonly string[], flags: HuntFlags): Promise<ExitCode> {
  const format = answerFormat(flags, ["table", "json", "csv", "ocsf"]);
  const { since, until, level = "informational", failOn, out } = flags;
  if (since !== undefined && until !== undefined && since >= until)
    throw new Failure("NL-CLI-WINDOW", "The time to hunt in is empty: --since is not before --until", {
      exit: EXIT.usage,
      next: "--since is the first moment that counts, --until the first that does not",
    });
  return atStores(flags, async ({ config, events, state }) => {
    const { book: all, rejected } = await huntedRules(named, config);
    const book = level === "informational" ? all : fromLevel(all, level);
    const tenant = await tenantMeant(flags.tenant, config, events);
    const progress = new Progress(process.stderr, () => performance.now(), "events");
    try {
      const outcome = await hunt({
        tenant,
        book,
        events,
        window: { since, until },
        doubtful: doubtfulSessions(await findingsOf(state, tenant)),
        progress: (done, total) => progress.at(done, total, "hunting"),
      });
      progress.end();
      printRejections(rejected, rejected.length);
      const findings = outcome.findings.filter(({ severity }) => atLeast(severity, level));
      const report = reportOf({ ...outcome, findings }, { tenant, book, window: { since, until } });
      await giveOut(
        format === "ocsf"
          ? toOcsf(report)
          : written(
              {
                rows: findingRows(findings, { brief: format === "table" }),
                below: belowOf(report),
                document: report,
              },
              format,
              out,
            ),
        out,
      );
      if (failOn !== undefined && findings.some(({ severity }) => atLeast(severity, failOn))) return EXIT.found;
      return rejected.length > 0 ? EXIT.rejected : EXIT.done;
    } finally {
      progress.end();
    }
  });
}

const PAGE = 1000;

/** What the watch found of sessions: it raises what rules say of the same sessions (DT-2). */
async function findingsOf(state: StateStore, tenant: string): Promise<readonly Finding[]> {
  const all: Finding[] = [];
  for (let after: Parameters<typeof listFindings>[2]["after"]; ;) {
    const page = await listFindings(state.db, { tenant, atLeast: "medium" }, { after, limit: PAGE });
    all.push(...page.map(({ finding }) => finding));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return all;
    after = { created: last.created, tenant, id: last.finding.id };
  }
}

function reportOf(
  { findings, events, candidates, matches, open, limits }: HuntOutcome,
  { tenant, book, window }: { readonly tenant: string; readonly book: RuleBook; readonly window: HuntWindow },
): HuntReport {
  const counts = { informational: 0, low: 0, medium: 0, high: 0, critical: 0 };
  for (const severity of SEVERITIES) counts[severity] = findings.filter((one) => one.severity === severity).length;
  const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
  return {
    schema: "nightlatch.hunt/1",
    tool: { name: "nightlatch", version: VERSION },
    tenant,
    findings,
    summary: {
      findings: counts,
      events,
      candidates,
      matches,
      window: { since: iso(window.since), until: iso(window.until) },
      rules: {
        rules: book.rules.length - book.rules.filter(({ key }) => book.silent.has(key)).length,
        counted: book.rules.filter(({ key }) => book.silent.has(key)).length,
        correlations: book.correlations.length,
        open,
      },
      limits,
    },
  };
}

interface HuntWindow {
  readonly since: number | undefined;
  readonly until: number | undefined;
}

function belowOf({ tenant, findings, summary }: HuntReport): string {
  const { events, candidates, matches, rules, limits } = summary;
  return [
    `${findings.length} findings in ${events} stored events of ${tenant}, by ${rules.rules + rules.counted} rules and ${rules.correlations} correlations`,
    `${candidates} events were read, ${matches} of them matched`,
    ...(rules.open.length > 0 ? [`Every event had to be read for: ${rules.open.join(", ")}`] : []),
    ...limits,
  ].join("\n");
}
