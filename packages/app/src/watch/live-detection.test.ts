import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Finding, type NetworkOf, Baseline } from "@nightlatch/core";
import { NO_CONFIG } from "../config/config.ts";
import { networksOf } from "../detect/knowledge.ts";
import { type IncomingEvent, PageReader } from "../ingest/index.ts";
import { Judgement, judgeOf, readRuleBook, type RuleBook } from "../detect/index.ts";
import { loadJudge, type RecordJudge } from "../pipeline/index.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import { comparePositions } from "./checkpoints.ts";
import { LiveDetection } from "./live-detection.ts";
import { RULES } from "./rules.fixture.ts";

const SOURCE = "okta.system_log";
const root = mkdtempSync(join(tmpdir(), "nightlatch-live-"));
const log = readFileSync(new URL("../../../../corpus/scenarios/r1-cloudflare/events.ndjson", import.meta.url));

let events: EventStore;
let judge: RecordJudge;
let networkOf: NetworkOf;
let book: RuleBook;

beforeAll(async () => {
  events = await openEventStore({ folder: root });
  book = readRuleBook(RULES);
  judge = await loadJudge(judgeOf(book));
  networkOf = await networksOf(NO_CONFIG);
});
afterAll(async () => {
  await events.close();
  rmSync(root, { recursive: true, force: true });
});

function incoming(tenant: string): readonly IncomingEvent[] {
  return new PageReader(tenant, judge).read("log", log).events;
}

/** What a scan of the same events says. */
function scanned(tenant: string): readonly Finding[] {
  const judgement = new Judgement({
    tenant,
    networkOf,
    book,
    baseline: new Baseline(),
    window: { since: undefined, until: undefined },
  });
  judgement.observe(incoming(tenant).toSorted((a, b) => comparePositions(a.envelope, b.envelope)));
  return judgement.standing();
}

function live(tenant: string, every: number): LiveDetection {
  return new LiveDetection({ tenant, source: SOURCE, book, judge, networkOf, events, every });
}

describe("live detection", () => {
  it("WT-1 says what a scan says, whatever the order, the batches and the restarts", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 400 })), { maxLength: 6 }),
        fc.array(fc.nat({ max: 11 }), { maxLength: 3 }),
        fc.integer({ min: 5, max: 150 }),
        async (sizes, swaps, restarts, every) => {
          const tenant = `t${run++}`;
          const all = incoming(tenant).toSorted((a, b) => comparePositions(a.envelope, b.envelope));
          // Late ones: an event changes places with one far behind it.
          for (const [a, b] of swaps) [all[a], all[b]] = [all[b] as IncomingEvent, all[a] as IncomingEvent];
          let engine = live(tenant, every);
          let at = 0;
          for (let n = 0; at < all.length; n++) {
            const batch = all.slice(at, (at += sizes[n % sizes.length] ?? 1));
            const received = Date.UTC(2026, 0, 1) + n;
            await events.append(batch.map((event) => ({ ...event, received })));
            // A restart between storing and judging: what was saved is as old as the last time.
            if (restarts.includes(n)) {
              const saved = JSON.parse(JSON.stringify(engine.save())) as ReturnType<LiveDetection["save"]>;
              engine = live(tenant, every);
              await engine.resume(saved.toReversed());
            } else await engine.take(batch, received);
          }
          expect(engine.findings()).toEqual(scanned(tenant));
        },
      ),
      { numRuns: 6 },
    );
  });

  it("WT-2 begins from the store alone when nothing was saved", async () => {
    const tenant = "fresh";
    await events.append(incoming(tenant).map((event) => ({ ...event, received: Date.UTC(2026, 0, 1) })));
    const engine = live(tenant, 100);
    await engine.resume([]);
    expect(engine.count).toBe(incoming(tenant).length);
    expect(engine.findings()).toEqual(scanned(tenant));
  });

  it("WT-3 a late event takes it back no further than the checkpoint before it", async () => {
    const tenant = "late";
    const all = incoming(tenant).toSorted((a, b) => comparePositions(a.envelope, b.envelope));
    const [late] = all.splice(500, 1);
    const engine = live(tenant, 10);
    for (let n = 0; n < 520; n += 20) {
      const batch = all.slice(n, n + 20);
      await events.append(batch.map((event) => ({ ...event, received: n })));
      await engine.take(batch, n);
    }
    await events.append([{ ...(late as IncomingEvent), received: 9999 }]);
    await engine.take([late as IncomingEvent], 9999);
    expect(engine.rollbacks).toBe(1);
    expect(engine.replayed).toBeLessThan(60);
    expect(engine.count).toBe(521);
  });
});
