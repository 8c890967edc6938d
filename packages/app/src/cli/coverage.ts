import { isProven, stretches } from "@nightlatch/core";
import { readConfig } from "../config/config.ts";
import { openStores } from "../service/index.ts";
import { coverageOf, minutesOf, type StateStore } from "../store/state/index.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import { type GlobalOptions, textOrJson } from "./global-options.ts";
import { writeOut } from "./write-out.ts";

/** Options of `nightlatch coverage`. */
export interface CoverageFlags extends GlobalOptions {
  readonly tenant?: string;
  /** Milliseconds. */
  readonly since?: number;
  readonly until?: number;
}

interface SourceCoverage {
  readonly tenant: string;
  readonly source: string;
  readonly since: string;
  readonly until: string;
  /** Whether everything that happened in that time is in the store. */
  readonly proven: boolean;
  readonly events: number;
  readonly late: number;
  readonly stretches: readonly {
    readonly from: string;
    readonly until: string;
    readonly state: string;
    readonly reason: string;
  }[];
}

const DAY = 86_400_000;

/** `nightlatch coverage` */
export async function runCoverage(flags: CoverageFlags): Promise<ExitCode> {
  const format = textOrJson(flags);
  const config = await readConfig(flags.config);
  const stores = await openStores(config.service, {
    folder: flags.data,
    secrets: { file: flags.config ?? "nightlatch.yaml", env: process.env },
  });
  try {
    const all = await coverageNow(stores.state, flags, Date.now());
    if (all.length === 0)
      throw new Failure(
        "NL-COVERAGE-NONE",
        "Nothing is known of any time: no source was ever watched into this store",
        {
          exit: EXIT.usage,
          next: "Start the watch with nightlatch up, or name another folder with --data",
        },
      );
    await writeOut(
      format === "json"
        ? `${JSON.stringify({ schema: "nightlatch.coverage/1", sources: all }, null, 2)}\n`
        : textOf(all),
    );
    return EXIT.done;
  } finally {
    await stores.close();
  }
}

async function coverageNow(
  state: StateStore,
  { tenant, since, until }: CoverageFlags,
  now: number,
): Promise<readonly SourceCoverage[]> {
  const sources = await state.db
    .selectFrom("cursor")
    .select(["tenant", "source"])
    .orderBy("tenant")
    .orderBy("source")
    .execute();
  const found: SourceCoverage[] = [];
  for (const key of sources) {
    if (tenant !== undefined && key.tenant !== tenant) continue;
    const known = await coverageOf(state.db, key);
    const span = { since: since ?? now - DAY, until: until ?? known.at(-1)?.until ?? now };
    const minutes = await minutesOf(state.db, key, span);
    found.push({
      ...key,
      since: iso(span.since),
      until: iso(span.until),
      proven: isProven(known, span),
      events: minutes.reduce((sum, { events }) => sum + events, 0),
      late: minutes.reduce((sum, { late }) => sum + late, 0),
      stretches: stretches(known, span).map(({ from, until: to, state: is, reason }) => ({
        from: iso(from),
        until: iso(to),
        state: is,
        reason,
      })),
    });
  }
  return found;
}

function textOf(all: readonly SourceCoverage[]): string {
  return all
    .map(({ tenant, source, since, until, proven, events, late, stretches: parts }) => {
      const verdict = proven
        ? 'complete: a "no" about this time can be said'
        : 'not complete: a "no" about this time is "unknown"';
      const lines = parts.map(
        ({ from, until: to, state, reason }) => `  ${state.padEnd(8)}  ${from} to ${to}  ${reason}`,
      );
      return `${tenant}, ${source}\n  ${since} to ${until}: ${verdict}\n  ${events} events, ${late} of them late\n${lines.join("\n")}\n`;
    })
    .join("\n");
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
