import type { Finding } from "@nightlatch/core";
import { HitJudgement } from "../detect/hit-judgement.ts";
import type { RuleBook } from "../detect/rule-book.ts";
import { judgeOf } from "../detect/rule-judge.ts";
import type { TimeWindow } from "../detect/time-window.ts";
import { Withheld } from "../detect/withheld.ts";
import { worstFirst } from "../detect/worst-first.ts";
import { loadJudge } from "../pipeline/index.ts";
import type { EventStore } from "../store/events/index.ts";
import { StoredReader } from "../watch/stored-reader.ts";
import { CandidateSearch, groundOf } from "./candidates.ts";
import { eventsAt } from "./events-at.ts";

/** Events that are read at once. */
const PAGE = 5000;

/** What a hunt is told. */
export interface HuntOptions {
  readonly tenant: string;
  readonly book: RuleBook;
  readonly events: EventStore;
  readonly window?: TimeWindow;
  /** Sessions that other evidence speaks against: they raise what a rule says of them (spec DT-2). */
  readonly doubtful?: ReadonlySet<string>;
  /** Events searched so far, and how many there are. */
  readonly progress?: (done: number, total: number) => void;
}

/** What a hunt gives. */
export interface HuntOutcome {
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** Events that the store holds in the time hunted. */
  readonly events: number;
  /** Events that the store could not tell from matches that matter: the rules were asked about these. */
  readonly candidates: number;
  /** Candidates that a rule matched. */
  readonly matches: number;
  /** Titles of rules of which the table tells nothing, so that every event was read for them. */
  readonly open: readonly string[];
  /** What had to be given up for want of room. */
  readonly limits: readonly string[];
}

/**
 * Judges a tenant's stored events by rules and correlations, with the answer of a scan over the same events: the store
 * narrows by SQL that loses no match, and the rules themselves decide (spec HT-1 to HT-6).
 */
export async function hunt(options: HuntOptions): Promise<HuntOutcome> {
  const { tenant, book, events, window = { since: undefined, until: undefined }, doubtful = new Set() } = options;
  const hunted = { tenant, window };
  const ground = await groundOf(events, book, hunted);
  const search = new CandidateSearch(events, book, { hunted, table: ground.table });
  const reader = new StoredReader(tenant, await loadJudge(judgeOf(book)));
  const judgement = new HitJudgement(tenant, book, window.since);
  let candidates = 0;
  let matches = 0;
  const total = ground.stretches.reduce((sum, stretch) => sum + stretch.events, 0);
  let done = 0;
  for (const stretch of ground.stretches) {
    options.progress?.(done, total);
    done += stretch.events;
    const positions = await search.within(stretch);
    candidates += positions.length;
    for (let at = 0; at < positions.length; at += PAGE) {
      const page = positions.slice(at, at + PAGE);
      for (const event of reader.read(await eventsAt(events, tenant, page))) {
        if (event.hits.length === 0) continue;
        if (event.hits.some(({ rule }) => book.byKey.has(rule))) matches++;
        judgement.observe(event);
      }
      judgement.advance(page.at(-1)?.time ?? 0);
    }
  }
  judgement.end();
  const findings = new Withheld(book.decided).without(judgement.findings(doubtful));
  const limits = judgement.given().filter(([count]) => count > 0);
  return {
    findings: findings.toSorted(worstFirst),
    events: ground.held,
    candidates,
    matches,
    open: search.open,
    limits: limits.map(([count, what]) => `${count} ${what}`),
  };
}
