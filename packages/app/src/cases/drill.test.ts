import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { found, replayOkta2023, startDrillTenant } from "../drill/index.ts";
import { INTRUDER } from "../drill/places.ts";
import type { Stores } from "../service/open-stores.ts";
import { openEventStore } from "../store/events/index.ts";
import { openStateStore } from "../store/state/index.ts";
import { askQuestions, CaseBook, joinFindings, lookAtLedger, lookAtScope } from "./index.ts";
import { fill, newEvent } from "./stolen.fixture.ts";

const MORNING = Date.UTC(2026, 0, 6, 8);

let folder = "";
let stores: Pick<Stores, "events" | "state">;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-drill-scope-"));
  stores = { events: await openEventStore({ folder }), state: await openStateStore({ folder }) };
});
afterEach(async () => {
  await stores.events.close();
  await stores.state.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the case of the drill's attack", () => {
  it.each([false, true])(
    "CA-55 has everything that the intruder did and nothing that the company did, in one case (session binding %s)",
    async (binding) => {
      let clock = MORNING;
      const tenant = await startDrillTenant({ seed: 2023, now: () => clock, binding });
      try {
        const company = found(tenant.org, { morning: clock, days: 14 });
        tenant.rates.factor = 1000;
        await replayOkta2023({
          tenant,
          company,
          pass: (minutes) => {
            clock += minutes * 60_000;
            return Promise.resolve();
          },
          tell: () => undefined,
        });
        clock += 3_600_000;
        const records = tenant.org.log.from(0, clock).map(({ record }) => record);
        const events = records.map(newEvent);
        await fill(stores, events, clock);
        const theirs = new Set(
          events.filter(({ envelope }) => envelope.ip === INTRUDER.ip).map(({ envelope }) => envelope.uid),
        );
        const parts = { ...stores, now: () => clock };
        const book = new CaseBook(parts);
        await joinFindings(parts);
        const cases = await book.list();
        expect(cases.map(({ id }) => id)).toEqual(["C-1"]);
        expect(cases[0]?.findings.flatMap(({ finding }) => finding.users.map(({ id }) => id))).toEqual(
          expect.arrayContaining([company.jo.id, company.sam.id]),
        );
        const { scope } = await lookAtScope("C-1", "kim", { ...parts, book });
        expect(new Set(scope.steps.flatMap(({ uids }) => uids))).toEqual(theirs);
        const made = [...tenant.org.tokens.values()].find(({ name }) => name === "backup");
        const service = tenant.org.user("svc_network_backup@example.com");
        const [provider] = tenant.org.providers.values();
        const touched = new Map(scope.objects.map(({ key, touch }) => [key, touch]));
        // With session binding everything is refused: it is tried, and nothing was made or changed.
        const due: readonly (string | undefined)[] = binding
          ? [undefined, undefined, undefined, "tried"]
          : ["created", "created", "changed", "acted-as"];
        const objects = [`token:${made?.id ?? ""}`, `user:${service?.id ?? ""}`, `provider:${provider?.id ?? ""}`];
        expect([...objects, `user:${company.jo.id}`].map((key) => touched.get(key))).toEqual(due);
        const answers = await askQuestions("C-1", "kim", { ...parts, book });
        expect(answers.find(({ question }) => question === "sessions-used")?.answer).toBe("yes");
        const rows = await lookAtLedger("C-1", "kim", { ...parts, book });
        expect(rows.filter(({ state }) => state === "open").length).toBe(rows.length);
      } finally {
        await tenant.stop();
      }
    },
  );
});
