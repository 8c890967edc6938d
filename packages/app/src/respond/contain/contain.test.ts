import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { signIn } from "../../drill/organisation/do/sign-in.ts";
import { office } from "../../drill/places.ts";
import { openStateStore } from "../../store/state/index.ts";
import { previewOne } from "../plan/preview-plan.ts";
import type { RespondError } from "../respond-error.ts";
import { STAGES } from "../stage.fixture.ts";
import { containing, eventsOf, openCase, openWorld, planned, type World } from "../world.fixture.ts";
import { approve } from "./approve.ts";
import { contain } from "./contain.ts";
import { containmentOf, standingOf } from "./containment.ts";
import { takeLease } from "./lease.ts";
import type { TellOthers } from "./tell-others.ts";
import { undo } from "./undo.ts";

async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const world = await openWorld();
  try {
    await work(world);
  } finally {
    await world.close();
  }
}

describe("containing a case", () => {
  it("RS-20 the journal has the deed before it is done, how it ended after, and what reading back said; then the watch", () =>
    inWorld(async (world) => {
      const { jo } = world.company;
      signIn(world.tenant.org, jo, { place: office(0), at: Date.now() - 60_000 });
      const journal = await openCase(world, "C-1", [
        planned("a", "end-sessions", { kind: "user", id: jo.id, name: jo.login }),
      ]);
      const told: string[] = [];
      await contain(
        containing(world, "C-1", {
          tell: ({ what }) => {
            told.push(`${what} ${eventsOf(world, "user.session.clear")}`);
          },
        }),
      );
      expect(told).toEqual(["begins 0", "proven 1"]);
      const entries = await journal.entries();
      expect(entries.map(({ kind }) => kind)).toEqual([
        "case.opened",
        "case.plan",
        "act.unlocked",
        "action.before",
        "action.after",
        "action.readback",
        "action.watch",
        "act.locked",
      ]);
      // A secret is in none of them.
      expect(JSON.stringify(entries)).not.toContain(world.key.d);
    }));

  it("SI-5 others are told in the transaction that keeps the proof, once; what is not proven is told to nobody", () =>
    inWorld(async (world) => {
      const { jo, sam } = world.company;
      const journal = await openCase(world, "C-1", [
        planned("a", "end-sessions", { kind: "user", id: jo.id, name: jo.login }),
        planned("b", "suspend-user", { kind: "user", id: sam.id, name: sam.login }),
      ]);
      world.tenant.faults.push({ path: "/lifecycle/suspend", kind: "status", status: 403, times: 1 });
      const kinds = async (): Promise<readonly string[]> => (await journal.entries()).map(({ kind }) => kind);
      const told: string[] = [];
      let broken = true;
      const tellOthers: TellOthers = (_, { action, case: id, byPerson }) => {
        if (broken) return Promise.reject(new Error("The disk is full"));
        told.push(`${id} ${action} ${byPerson}`);
        return Promise.resolve({ events: ["e"], streams: ["s"], txn: "t" });
      };
      const only = new Set(["a"]);
      await expect(contain(containing(world, "C-1", { tellOthers, only }))).rejects.toThrow("The disk is full");
      // Neither the proof nor the telling is there: the next run reads back once more.
      expect(await kinds()).not.toContain("action.readback");
      broken = false;
      await contain(containing(world, "C-1", { tellOthers }));
      await contain(containing(world, "C-1", { tellOthers }));
      const all = await kinds();
      expect(told).toEqual(["C-1 end-sessions false", "C-1 suspend-user false"]);
      expect(all.filter((kind) => kind === "action.told")).toHaveLength(2);
      expect(all.indexOf("action.told")).toBeGreaterThan(all.indexOf("action.readback"));
    }));

  it("RS-21 killed between the journal and the call, it is found not done, and done once", () =>
    crash("before-call", (world) => expect(eventsOf(world, "user.lifecycle.suspend")).toBe(0)));

  it("RS-21 killed between the call and its answer, it is found done, and not done again", () =>
    crash("before-answer", (world) => expect(eventsOf(world, "user.lifecycle.suspend")).toBe(1)));

  it("RS-22 two responders at once: one works, the other is told so, and nothing runs twice", () =>
    inWorld(async (world) => {
      const { jo } = world.company;
      await openCase(world, "C-1", [planned("a", "suspend-user", { kind: "user", id: jo.id, name: jo.login })]);
      const both = await Promise.allSettled([
        contain(containing(world, "C-1", { who: "kim@example.com" })),
        contain(containing(world, "C-1", { who: "noa@example.com" })),
      ]);
      const lost = both.filter((one) => one.status === "rejected");
      expect(lost.map(({ reason }) => (reason as RespondError).code)).toEqual(["NL-RESPOND-BUSY"]);
      await contain(containing(world, "C-1"));
      expect(eventsOf(world, "user.lifecycle.suspend")).toBe(1);
    }));

  it("RS-23 what two people have to agree to waits for two different ones, however they spell themselves", () =>
    inWorld(async (world) => {
      const { aim } = planned(
        "x",
        "deactivate-user",
        STAGES.find(({ action }) => action === "deactivate-user")!.set(world),
      );
      const journal = await openCase(world, "C-1", [planned("a", "deactivate-user", aim, 2)]);
      const standing = async (): Promise<string | undefined> => {
        const [one] = (await contain(containing(world, "C-1"))).actions;
        return one && standingOf(one);
      };
      expect(await standing()).toBe("waiting");
      await approve(journal, { who: "Kim Hill", text: "" });
      await approve(journal, { who: " kim hill", text: "" });
      expect(await standing()).toBe("waiting");
      expect(eventsOf(world, "user.lifecycle.deactivate")).toBe(0);
      await Promise.all([
        approve(journal, { who: "Noa Marsh", text: "" }),
        approve(journal, { who: "Noa Marsh", text: "" }),
      ]);
      expect(await standing()).toBe("proven");
      await expect(approve(journal, { who: "Noa", actions: ["none"], text: "" })).rejects.toThrow(/no action/);
    }));

  it("RS-33 two who agree and contain at the same moment both count, and it is done once", () =>
    inWorld(async (world) => {
      const stage = STAGES.find(({ action }) => action === "deactivate-user")!;
      const { aim } = planned("x", "deactivate-user", stage.set(world));
      const journal = await openCase(world, "C-1", [planned("a", "deactivate-user", aim, 2)]);
      const both = await Promise.allSettled(
        ["kim@example.com", "noa@example.com"].map(async (who) => {
          await approve(journal, { who, text: "" });
          return contain(containing(world, "C-1", { who }));
        }),
      );
      // Whoever came second was told that the other works, and lost nothing by it.
      for (const one of both)
        if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "NL-RESPOND-BUSY" });
      const [one] = (await contain(containing(world, "C-1"))).actions;
      expect([one && standingOf(one), one?.approvedBy.toSorted()]).toEqual([
        "proven",
        ["kim@example.com", "noa@example.com"],
      ]);
      expect(eventsOf(world, "user.lifecycle.deactivate")).toBe(1);
    }));

  it("RS-24 a lease is one at a time, is free when released or over, and when its process is gone", async () =>
    inWorld(async ({ state }) => {
      let now = 1_000_000;
      const first = await takeLease(state.db, "x", () => now);
      expect("lease" in first).toBe(true);
      expect(await takeLease(state.db, "x", () => now)).toHaveProperty("heldBy");
      now += 90_001;
      const second = await takeLease(state.db, "x", () => now);
      if (!("lease" in first) || !("lease" in second)) throw new Error("Both were given");
      // Who lost it does not get it back, and does not take it from the other by releasing.
      expect(await first.lease.renew()).toBe(false);
      await first.lease.release();
      expect(await takeLease(state.db, "x", () => now)).toHaveProperty("heldBy");
      await second.lease.release();
      await state.db
        .insertInto("lease")
        .values({ name: "x", holder: `${(await import("node:os")).hostname()}/999999/a`, until: now + 1e9 })
        .execute();
      expect("lease" in (await takeLease(state.db, "x", () => now))).toBe(true);
    }));

  it("RS-30 a fault at any action: the others run, the case says what is not done, and the next run does it", async () => {
    for (const broken of STAGES.keys())
      await inWorld(async (world) => {
        // Of one user each status can be only one, and grants end with the sessions.
        const used = STAGES.filter(({ action }) => !/unsuspend|reset-|expire|suspend|grants/.test(action));
        const stage = used[broken];
        if (stage === undefined) return;
        const plan = used.map(({ action, set }) => planned(action, action, set(world)));
        await openCase(world, "C-1", plan);
        const [method, path] = stage.call;
        world.tenant.faults.push({ path, method, kind: "status", status: 403, times: 99 });
        const first = await contain(containing(world, "C-1", { patience: 300 }));
        const failed = first.actions.filter((one) => standingOf(one) !== "proven");
        expect(failed.map(({ planned: one }) => one.action)).toContain(stage.action);
        expect(failed.every((one) => standingOf(one) === "refused")).toBe(true);
        // More than one action may go through the same path; whatever goes another way is done.
        const sameWay = used.filter(({ call }) => call[0] === method).map(({ action }) => action);
        expect(sameWay).toEqual(expect.arrayContaining(failed.map(({ planned: one }) => one.action)));
        world.tenant.faults.length = 0;
        const second = await contain(containing(world, "C-1"));
        expect(second.actions.map(standingOf)).toEqual(plan.map(() => "proven"));
      });
  });

  it("RS-31 every action that a plan knows is refused by name, and one that is not known is not run", () =>
    inWorld(async (world) => {
      const aim = { kind: "task" as const, id: "t", name: "Bind sessions" };
      const journal = await openCase(world, "C-1", [
        planned("t", "hand-over", aim),
        planned("x", "of-a-newer-version", aim),
      ]);
      const { actions } = await contain(containing(world, "C-1"));
      expect(actions.map(standingOf)).toEqual(["task", "planned"]);
      await contain(containing(world, "C-1"));
      const tasks = (await journal.entries()).filter(({ kind }) => kind === "case.task");
      expect(tasks.map(({ body }) => body)).toEqual([{ id: "t", text: "Bind sessions", owner: "" }]);
      const unknown = await previewOne(planned("x", "of-a-newer-version", aim), world);
      expect(unknown.unread).toMatch(/knows no such action/);
    }));

  it("RS-9 what was so before we came is not taken back, and what cannot be taken back is said", () =>
    inWorld(async (world) => {
      const { jo, sam } = world.company;
      jo.status = "SUSPENDED";
      await openCase(world, "C-1", [
        planned("a", "suspend-user", { kind: "user", id: jo.id, name: jo.login }),
        planned("b", "end-sessions", { kind: "user", id: sam.id, name: sam.login }),
      ]);
      await contain(containing(world, "C-1"));
      await expect(undo("a", containing(world, "C-1"))).rejects.toThrow(/only what we did/);
      await expect(undo("b", containing(world, "C-1"))).rejects.toThrow(/cannot be taken back/);
      expect(jo.status).toBe("SUSPENDED");
    }));

  it("RS-9 taking back that is refused leaves the action proven", () =>
    inWorld(async (world) => {
      const { jo } = world.company;
      const journal = await openCase(world, "C-1", [
        planned("a", "suspend-user", { kind: "user", id: jo.id, name: jo.login }),
      ]);
      await contain(containing(world, "C-1"));
      world.tenant.faults.push({ path: "/lifecycle/unsuspend", kind: "status", status: 403, times: 9 });
      const proof = await undo("a", containing(world, "C-1", { patience: 0 }));
      expect(proof.answer).toBe("no");
      const [one] = containmentOf(await journal.entries()).actions;
      expect(one && standingOf(one)).toBe("proven");
      world.tenant.faults.length = 0;
      expect((await undo("a", containing(world, "C-1"))).answer).toBe("yes");
    }));
});

/** A child contains a case and is killed at a moment; what the next run does is looked at. */
async function crash(moment: string, check: (world: World) => void): Promise<void> {
  const world = await openWorld();
  try {
    const { jo } = world.company;
    await openCase(world, "C-1", [planned("a", "suspend-user", { kind: "user", id: jo.id, name: jo.login })]);
    await world.state.close();
    const child = spawn(
      process.execPath,
      [
        "--disable-warning=ExperimentalWarning",
        "--conditions=source",
        join(import.meta.dirname, "killed.fixture.ts"),
        world.folder,
        world.tenant.origin,
        JSON.stringify(world.key),
        moment,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await new Promise<void>((resolve) => {
      child.stdout.once("data", () => child.kill("SIGKILL"));
      child.once("exit", () => resolve());
    });
    check(world);
    const state = await openStateStore({ folder: world.folder });
    try {
      const [one] = (await contain(containing({ ...world, state }, "C-1"))).actions;
      expect(one && standingOf(one)).toBe("proven");
      expect(eventsOf(world, "user.lifecycle.suspend")).toBe(1);
      expect(jo.status).toBe("SUSPENDED");
    } finally {
      await state.close();
    }
  } finally {
    await world.tenant.stop();
  }
}
