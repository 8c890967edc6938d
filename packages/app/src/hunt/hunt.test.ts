import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "@nightlatch/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_CONFIG } from "../config/config.ts";
import { contentPath } from "../content.ts";
import { bundledPlaceholders } from "../detect/bundled-placeholders.ts";
import { doubtfulSessions } from "../detect/hit-judgement.ts";
import { networksOf } from "../detect/knowledge.ts";
import { readRuleBook, type RuleBook } from "../detect/rule-book.ts";
import { readRuleFiles } from "../detect/rule-files.ts";
import { scan } from "../detect/scan.ts";
import { PageReader } from "../ingest/index.ts";
import { NO_JUDGE } from "../pipeline/judge.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import { fromLevel } from "./from-level.ts";
import { hunt } from "./hunt.ts";

const SCENARIOS = join(import.meta.dirname, "..", "..", "..", "..", "corpus", "scenarios");
const names = readdirSync(SCENARIOS);
const root = mkdtempSync(join(tmpdir(), "nightlatch-hunt-"));
const RECEIVED = Date.UTC(2026, 0, 6);

/** What rules and correlations found; sessions are judged by more than rules. */
function byRules(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ rule }) => rule.kind !== "session");
}

function fileOf(name: string): string {
  return join(SCENARIOS, name, "events.ndjson");
}

describe("a hunt", () => {
  let store: EventStore;
  let book: RuleBook;
  beforeAll(async () => {
    store = await openEventStore({ folder: root });
    const texts = await readRuleFiles([contentPath("rules")], () => undefined);
    book = readRuleBook(texts, (await bundledPlaceholders()).indicators, { hunts: true });
    for (const tenant of names) {
      const { events } = new PageReader(tenant, NO_JUDGE).read(tenant, readFileSync(fileOf(tenant)));
      // Later pages first: what came when does not matter.
      for (let end = events.length; end > 0; end -= 700)
        await store.append(events.slice(Math.max(0, end - 700), end).map((one) => ({ ...one, received: RECEIVED })));
    }
  }, 300_000);
  afterAll(async () => {
    await store.close();
    rmSync(root, { recursive: true, force: true });
  });

  it.each(names)(
    "HT-2 over the store finds in %s what a scan of the same events finds, in any time",
    async (tenant) => {
      const times = readFileSync(fileOf(tenant), "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => Date.parse((JSON.parse(line) as { published: string }).published))
        .sort((a, b) => a - b);
      const [early, late] = [0.4, 0.7].map((part) => times[Math.floor(times.length * part)] ?? 0);
      for (const window of [
        { since: undefined, until: undefined },
        { since: early, until: late },
      ]) {
        const options = { tenant, book, window };
        const { report } = await scan({ ...options, paths: [fileOf(tenant)], networkOf: await networksOf(NO_CONFIG) });
        const outcome = await hunt({ ...options, events: store, doubtful: doubtfulSessions(report.findings) });
        expect(outcome.findings).toEqual(byRules(report.findings));
        expect(outcome.matches).toBeLessThanOrEqual(outcome.candidates);
      }
    },
    300_000,
  );

  it("HT-3 from a level on finds what is of that level, and reads few events that no rule of it matches", async () => {
    const all = await hunt({ tenant: "demo", book, events: store });
    const some = await hunt({ tenant: "demo", book: fromLevel(book, "medium"), events: store });
    const levels = new Set(["medium", "high", "critical"]);
    expect(some.findings.length).toBeGreaterThan(0);
    expect(some.findings).toEqual(all.findings.filter(({ severity }) => levels.has(severity)));
    expect(some.candidates).toBeLessThan(all.candidates / 2);
  }, 120_000);
});
