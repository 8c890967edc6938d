import { describe, expect, it } from "vitest";
import { ACTIONS, actionById } from "./action-book.ts";
import { contain } from "./contain/contain.ts";
import { standingOf } from "./contain/containment.ts";
import { undo } from "./contain/undo.ts";
import { previewOne } from "./plan/preview-plan.ts";
import { STAGES } from "./stage.fixture.ts";
import { containing, eventsOf, openCase, openWorld, planned, snapshotOf, type World } from "./world.fixture.ts";

async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const world = await openWorld();
  try {
    await work(world);
  } finally {
    await world.close();
  }
}

describe("every action, against the drill tenant over HTTP", () => {
  it("RS-1 every action but handing over has its stage here", () => {
    expect(STAGES.map(({ action }) => action).toSorted()).toEqual(
      ACTIONS.map(({ id }) => id)
        .filter((id) => id !== "hand-over")
        .toSorted(),
    );
  });

  for (const { action, set, event, call } of STAGES) {
    it(`RS-1 RS-2 RS-3 ${action}: the preview changes nothing; run, it is proven; run again, it is not done again`, () =>
      inWorld(async (world) => {
        const aim = set(world);
        const one = planned("a", action, aim);
        await openCase(world, "C-1", [one]);
        const before = snapshotOf(world);
        const length = world.tenant.org.log.length;
        const { preview, objections } = await previewOne(one, world);
        expect(objections).toEqual([]);
        expect(preview?.already).toBe(false);
        expect(preview?.ends).not.toEqual([]);
        expect(snapshotOf(world)).toBe(before);
        expect(world.tenant.org.log.length).toBe(length);

        const seen = eventsOf(world, event);
        const [done] = (await contain(containing(world, "C-1"))).actions;
        expect(done && standingOf(done)).toBe("proven");
        expect(done?.proof?.read).not.toEqual([]);
        expect(eventsOf(world, event)).toBe(seen + 1);
        await contain(containing(world, "C-1"));
        expect(eventsOf(world, event)).toBe(seen + 1);
        // Another case that wants the same finds it done.
        const state = snapshotOf(world);
        await openCase(world, "C-2", [planned("b", action, aim)]);
        const [other] = (await contain(containing(world, "C-2"))).actions;
        expect(other && standingOf(other)).toBe("proven");
        expect(snapshotOf(world)).toBe(state);
      }));

    it(`RS-4 ${action}: refused, the case says so and nothing was changed`, () =>
      inWorld(async (world) => {
        await openCase(world, "C-1", [planned("a", action, set(world))]);
        const before = snapshotOf(world);
        const [method, path] = call;
        world.tenant.faults.push({ path, method, kind: "status", status: 403, times: 99 });
        const [one] = (await contain(containing(world, "C-1", { patience: 0 }))).actions;
        expect(one && standingOf(one)).toBe("refused");
        expect(one?.last?.code).toBe("NL-OKTA-FORBIDDEN");
        expect(snapshotOf(world)).toBe(before);
      }));

    it(`RS-5 ${action}: the answer is lost, and reading back says that it was done, once`, () =>
      inWorld(async (world) => {
        await openCase(world, "C-1", [planned("a", action, set(world))]);
        const seen = eventsOf(world, event);
        const [method, path] = call;
        world.tenant.faults.push({ path, method, kind: "lost", times: 1 });
        const [one] = (await contain(containing(world, "C-1"))).actions;
        expect(one && standingOf(one)).toBe("proven");
        // A DELETE or PUT is asked again by the client, and the tenant does it once all the same where it shows.
        const most = method === "POST" || method === "PATCH" || action === "revoke-api-token" ? 1 : 2;
        expect(eventsOf(world, event) - seen).toBeLessThanOrEqual(most);
      }));

    it(`RS-6 RS-7 ${action}: a failing server and a used-up rate are waited out`, () =>
      inWorld(async (world) => {
        await openCase(world, "C-1", [planned("a", action, set(world))]);
        const [method, path] = call;
        world.tenant.faults.push(
          { path, method, kind: "status", status: 500, times: 1 },
          { path, method, kind: "status", status: 429, times: 2 },
        );
        const [first] = (await contain(containing(world, "C-1", { patience: 0 }))).actions;
        // A POST that failed is not repeated blindly where two people had to agree; the next run does it.
        const [one] =
          first !== undefined && standingOf(first) === "proven"
            ? [first]
            : (await contain(containing(world, "C-1"))).actions;
        expect(one && standingOf(one)).toBe("proven");
      }));
  }

  for (const { action, set } of STAGES.filter((stage) => actionById(stage.action)?.undo !== undefined)) {
    it(`RS-9 ${action}: taken back, everything is as it was`, () =>
      inWorld(async (world) => {
        await openCase(world, "C-1", [planned("a", action, set(world))]);
        const state = (): unknown => {
          const { users, apps, providers, zones, groups, policies } = world.tenant.org;
          return JSON.parse(
            JSON.stringify([
              [...users.values()].map(({ id, status, risk, roles }) => [
                id,
                status,
                risk,
                roles.map(({ type }) => type),
              ]),
              [...apps.values()].map(({ status }) => status),
              [...providers.values()].map(({ status }) => status),
              [...zones.values()],
              [...groups.values()].map(({ members }) => [...members].map(({ id }) => id)),
              [...policies.values()],
            ]),
          );
        };
        const before = state();
        await contain(containing(world, "C-1"));
        const proof = await undo("a", containing(world, "C-1"));
        expect(proof.answer).toBe("yes");
        expect(state()).toEqual(before);
        // What was taken back stays so.
        const [one] = (await contain(containing(world, "C-1"))).actions;
        expect(one && standingOf(one)).toBe("undone");
        expect(state()).toEqual(before);
      }));
  }
});
