import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_CONFIG } from "../config/config.ts";
import { doubtfulSessions } from "../detect/hit-judgement.ts";
import { networksOf } from "../detect/knowledge.ts";
import { readRuleBook } from "../detect/rule-book.ts";
import { scan } from "../detect/scan.ts";
import { PageReader } from "../ingest/index.ts";
import { NO_JUDGE } from "../pipeline/judge.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import { fromLevel } from "./from-level.ts";
import { hunt } from "./hunt.ts";

const T0 = Date.UTC(2026, 0, 31, 20);
const MINUTE = 60_000;
const root = mkdtempSync(join(tmpdir(), "nightlatch-hunt-random-"));
const TYPES = ["user.session.start", "user.mfa.factor.activate", "system.api_token.create"] as const;
const id = fc.constantFrom<unknown>("a", "b", "A", "unknown", "-", "", null, 5);

/** Events of a few people within some hours that lie in two months. */
const records = fc.array(
  fc.record({
    at: fc.oneof(fc.integer({ min: 0, max: 30 * MINUTE }), fc.integer({ min: 0, max: 8 * 60 * MINUTE })),
    eventType: fc.constantFrom(...TYPES),
    outcome: fc.record({ result: fc.constantFrom("SUCCESS", "FAILURE"), reason: fc.constantFrom(null, "straße", "x") }),
    actor: fc.record({ id, type: fc.constant("User"), alternateId: fc.constantFrom("jo", "kim", null) }),
    client: fc.record({
      ipAddress: fc.constantFrom("192.0.2.1", "198.51.100.7", null),
      userAgent: fc.record({ rawUserAgent: fc.constantFrom("curl/8", "Mozilla/5.0 Zoë", "python") }),
    }),
    authenticationContext: fc.record({ externalSessionId: id }),
    debugContext: fc.record({
      debugData: fc.record({ behaviors: fc.constantFrom("{New IP=POSITIVE}", "{New IP=NEGATIVE}", null) }),
    }),
  }),
  { minLength: 5, maxLength: 60 },
);

const detection = fc.oneof(
  fc.constantFrom(...TYPES).map((type) => `eventType: ${type}`),
  fc.constant("outcome.result: FAILURE"),
  fc.constant("debugContext.debugData.behaviors|contains: New IP=POSITIVE"),
  fc.constantFrom("curl", "ZOË", "y").map((part) => `client.userAgent.rawUserAgent|contains: ${part}`),
  fc.constantFrom("192.0.2.0/24", "198.51.100.7/32").map((block) => `client.ipAddress|cidr: ${block}`),
  fc.constant("displayMessage|contains: odd"),
);
const level = fc.constantFrom("informational" as const, "low" as const, "medium" as const, "high" as const);

const rules = fc
  .array(fc.record({ all: fc.array(detection, { minLength: 1, maxLength: 2 }), not: fc.boolean(), level }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) =>
    all.map((rule, n) => {
      const parts = [...new Map(rule.all.map((one) => [one.split(/[|:]/)[0], one])).values()];
      const condition = rule.not ? "other and not one" : "one";
      const other = rule.not ? `\n  other: { eventType: ${TYPES[n % TYPES.length]} }` : "";
      return `title: R${n}\nname: r${n}\nlogsource: { product: okta, service: okta }\ndetection:\n  one: { ${parts.map((one) => one.replace(": ", ': "').concat('"')).join(", ")} }${other}\n  condition: ${condition}\nlevel: ${rule.level}\n`;
    }),
  );

const correlation = fc.record({
  type: fc.constantFrom("event_count", "value_count", "temporal", "temporal_ordered"),
  rules: fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }),
  by: fc.subarray(["actor.id", "authenticationContext.externalSessionId", "actor.alternateId", "client.ipAddress"], {
    maxLength: 2,
  }),
  field: fc.constantFrom("client.ipAddress", "client.userAgent.rawUserAgent", "actor.id"),
  timespan: fc.constantFrom("1m", "10m", "2h"),
  least: fc.integer({ min: 1, max: 6 }),
  generate: fc.boolean(),
  level,
});

function yaml(one: typeof correlation extends fc.Arbitrary<infer T> ? T : never, n: number, count: number): string {
  const named = [...new Set(one.rules.map((rule) => `r${rule % count}`))];
  const counts = one.type === "event_count" || one.type === "value_count";
  const field = one.type === "value_count" ? `, field: ${one.field}` : "";
  const least = counts ? `\n  condition: { gte: ${one.least}${field} }` : "";
  const by = one.by.length === 0 ? "" : `\n  group-by: [${one.by.join(", ")}]`;
  return `title: C${n}\nname: c${n}\ncorrelation:\n  type: ${one.type}\n  rules: [${named.join(", ")}]${by}\n  timespan: ${one.timespan}${least}\n  generate: ${one.generate}\nlevel: ${one.level}\n`;
}

describe("a hunt through random logs", () => {
  let store: EventStore;
  beforeAll(async () => {
    store = await openEventStore({ folder: root });
  });
  afterAll(async () => {
    await store.close();
    rmSync(root, { recursive: true, force: true });
  });

  it("HT-4 finds what a scan of the same events finds, whatever rules and correlations it is given", async () => {
    const networkOf = await networksOf(NO_CONFIG);
    let n = 0;
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        records,
        rules,
        fc.array(correlation, { maxLength: 3 }),
        fc.record({ since: fc.option(fc.nat(300)), until: fc.option(fc.nat(300)), from: fc.option(level) }),
        async (drawn, texts, linked, { since, until, from }) => {
          const tenant = `t${n++}`;
          const lines = drawn.map(({ at, ...record }, i) =>
            JSON.stringify({
              uuid: `u${i}`,
              published: new Date(T0 + at).toISOString(),
              displayMessage: i % 7 === 0 ? "odd" : "even",
              ...record,
            }),
          );
          const file = join(root, "log.ndjson");
          writeFileSync(file, lines.join("\n"));
          const { events } = new PageReader(tenant, NO_JUDGE).read(tenant, Buffer.from(lines.join("\n")));
          await store.append(events.map((one) => ({ ...one, received: T0 })));
          const all = [...texts, ...linked.map((one, i) => yaml(one, i, texts.length))];
          const whole = readRuleBook(all.map((text, i) => ({ file: `${i}.yml`, text })));
          expect(whole.problems).toEqual([]);
          const book = from === null ? whole : fromLevel(whole, from);
          const window = {
            since: since === null ? undefined : T0 + since * MINUTE,
            until: until === null ? undefined : T0 + until * MINUTE,
          };
          const { report } = await scan({ paths: [file], tenant, networkOf, book, window });
          const outcome = await hunt({
            tenant,
            book,
            events: store,
            window,
            doubtful: doubtfulSessions(report.findings),
          });
          const due = report.findings.filter(({ rule }) => rule.kind !== "session");
          expect([all.join("---\n"), outcome.findings]).toEqual([all.join("---\n"), due]);
          found += due.length;
        },
      ),
      // A failure is told by its seed and path; shrinking would ask the store for minutes.
      { numRuns: Number(process.env["NIGHTLATCH_RUNS"] ?? 60), endOnFailure: true },
    );
    expect(found).toBeGreaterThan(20);
  }, 600_000);
});
