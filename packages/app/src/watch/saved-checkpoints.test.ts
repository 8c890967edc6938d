import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Baseline } from "@nightlatch/core";
import { describe, expect, it } from "vitest";
import { NO_CONFIG } from "../config/config.ts";
import { Judgement, readRuleBook } from "../detect/index.ts";
import { networksOf } from "../detect/knowledge.ts";
import { openStateStore } from "../store/state/index.ts";
import type { Checkpoint } from "./checkpoints.ts";
import { SavedCheckpoints } from "./saved-checkpoints.ts";

describe("saved checkpoints", () => {
  it("WT-10 are a tenant's own, whatever its name, and come newest first", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nightlatch-saved-"));
    const state = await openStateStore({ folder });
    const judgement = new Judgement({
      tenant: "t",
      networkOf: await networksOf(NO_CONFIG),
      book: readRuleBook([]),
      baseline: new Baseline(),
      window: { since: undefined, until: undefined },
    });
    const saved = judgement.snapshot();
    const made = (count: number): Checkpoint => ({ at: { time: count, uid: "" }, received: count, count, saved });
    const names = ["live:a_b", "live:acb", "live:a", "live:a:1"];
    const all = names.map((name) => new SavedCheckpoints(state, name, () => 0));
    for (const [n, one] of all.entries()) await one.keep([1, 2, 3].map((count) => made(10 * n + count)));
    for (const [n, one] of all.entries()) {
      const found: number[] = [];
      for await (const { count } of one.load()) found.push(count);
      expect(found).toEqual([10 * n + 3, 10 * n + 2, 10 * n + 1]);
    }
    await state.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
