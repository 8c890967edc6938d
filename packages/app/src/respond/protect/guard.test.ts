import { describe, expect, it } from "vitest";
import { createUser, grantRole, SYSTEM_BY } from "../../drill/index.ts";
import { createGroup, createToken, setMember } from "../../drill/organisation/do/tenant.ts";
import type { Target } from "../action.ts";
import { actionById } from "../action-book.ts";
import { contain } from "../contain/contain.ts";
import { standingOf } from "../contain/containment.ts";
import { CLIENT, containing, openCase, openWorld, planned, snapshotOf, type World } from "../world.fixture.ts";
import { objectionsTo } from "./guard.ts";

async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const world = await openWorld();
  try {
    await work(world);
  } finally {
    await world.close();
  }
}

async function codes(world: World, action: string, target: Target): Promise<readonly string[]> {
  const found = actionById(action);
  if (found === undefined) throw new Error(action);
  return (await objectionsTo(found, target, world)).map(({ code }) => code);
}

function user({ id, login }: { readonly id: string; readonly login: string }): Target {
  return { kind: "user", id, name: login };
}

describe("the guard before every action", () => {
  it("RS-15 no plan and no approval goes past the protected list, by login or id, for whatever belongs to the account", () =>
    inWorld(async (world) => {
      const { breakGlass, jo } = world.company;
      const { org } = world.tenant;
      const safe = world.company.appIds[4] ?? "";
      const protect = { users: ["BREAK-GLASS@example.com", jo.id], apps: [safe], addresses: ["203.0.113.0/24"] };
      const guarded = { ...world, guard: { ...world.guard, protect } };
      const [factor] = breakGlass.factors;
      const [role] = breakGlass.roles;
      const token = createToken(org, breakGlass, "emergency", SYSTEM_BY);
      const targets: readonly (readonly [action: string, target: Target])[] = [
        ["end-sessions", user(breakGlass)],
        ["suspend-user", { kind: "user", id: breakGlass.id, name: "another name in the log" }],
        ["deactivate-user", user(jo)],
        ["remove-factor", { kind: "factor", id: factor?.id ?? "", name: "webauthn", owner: breakGlass.id }],
        ["remove-role", { kind: "role", id: role?.id ?? "", name: "SUPER_ADMIN", owner: breakGlass.id }],
        ["revoke-api-token", { kind: "api-token", id: token.id, name: token.name }],
        ["deactivate-app", { kind: "app", id: safe, name: "Payroll" }],
        ["block-address", { kind: "address", id: "203.0.113.9", name: "203.0.113.9" }],
      ];
      for (const [action, target] of targets)
        expect(await codes(guarded, action, target)).toEqual(["NL-RESPOND-PROTECTED"]);
      const before = snapshotOf(world);
      await openCase(
        guarded,
        "C-1",
        targets.map(([action, target], n) => planned(`a${n}`, action, target)),
      );
      const { actions } = await contain(containing(guarded, "C-1"));
      expect(actions.map(standingOf)).toEqual(targets.map(() => "held"));
      expect(snapshotOf(world)).toBe(before);
    }));

  it("RS-16 the last active super administrator who is no victim keeps their power, whatever would take it", () =>
    inWorld(async (world) => {
      const { jo, sam, breakGlass } = world.company;
      const { org } = world.tenant;
      breakGlass.status = "SUSPENDED";
      world.around.people = { victims: [jo.id], suspects: [] };
      const vault = createGroup(org, "Super", Date.now());
      const lastRole: Target = { kind: "role", id: sam.roles[0]?.id ?? "", name: "SUPER_ADMIN", owner: sam.id };
      for (const action of ["suspend-user", "deactivate-user", "reset-password"])
        expect(await codes(world, action, user(sam))).toEqual(["NL-RESPOND-LAST-ADMIN"]);
      expect(await codes(world, "remove-role", lastRole)).toEqual(["NL-RESPOND-LAST-ADMIN"]);
      // The victim may be suspended: Sam is there.
      expect(await codes(world, "suspend-user", user(jo))).toEqual([]);
      // With Sam a victim too, nobody is left who could repair it.
      world.around.people = { victims: [jo.id, sam.id], suspects: [] };
      expect(await codes(world, "suspend-user", user(jo))).toEqual(["NL-RESPOND-LAST-ADMIN"]);
      // Ending sessions locks nobody out, and always goes.
      expect(await codes(world, "end-sessions", user(jo))).toEqual([]);
      expect(await codes(world, "expire-password", user(jo))).toEqual([]);
      // A role that a group gives counts like any other.
      const [, , , kim] = world.company.people;
      if (kim === undefined) throw new Error("Kim works there");
      vault.roles.push({ id: "grA", type: "SUPER_ADMIN", created: Date.now() });
      setMember(org, vault, kim, { member: true, by: SYSTEM_BY });
      expect(await codes(world, "suspend-user", user(jo))).toEqual([]);
      world.around.people = { victims: [jo.id, sam.id], suspects: [] };
      expect(
        await codes(world, "remove-membership", { kind: "membership", id: vault.id, name: "Super", owner: kim.id }),
      ).toEqual(["NL-RESPOND-LAST-ADMIN"]);
    }));

  it("RS-16 it is looked at again before each call: of two administrators in one plan, one keeps their power", () =>
    inWorld(async (world) => {
      const { jo, sam, breakGlass } = world.company;
      breakGlass.status = "SUSPENDED";
      world.around.people = { victims: [], suspects: [] };
      await openCase(world, "C-1", [planned("a", "suspend-user", user(jo)), planned("b", "suspend-user", user(sam))]);
      const { actions } = await contain(containing(world, "C-1"));
      expect(actions.map(standingOf)).toEqual(["proven", "held"]);
      expect([jo.status, sam.status]).toEqual(["SUSPENDED", "ACTIVE"]);
    }));

  it("RS-17 the intruder's own administrator is suspended even when every other one is a victim, but never the only one", () =>
    inWorld(async (world) => {
      const { jo, sam, breakGlass } = world.company;
      const { org } = world.tenant;
      const svc = createUser(org, SYSTEM_BY, {
        login: "svc_network_backup@example.com",
        firstName: "s",
        lastName: "n",
      });
      grantRole(org, svc, "SUPER_ADMIN", SYSTEM_BY);
      world.around.people = { victims: [jo.id, sam.id, breakGlass.id], suspects: [svc.id] };
      expect(await codes(world, "suspend-user", user(svc))).toEqual([]);
      for (const one of [jo, sam, breakGlass]) one.status = "SUSPENDED";
      expect(await codes(world, "suspend-user", user(svc))).toEqual(["NL-RESPOND-LAST-ADMIN"]);
    }));

  it("RS-18 nothing is done to our own credentials", () =>
    inWorld(async (world) => {
      const reader = world.tenant.org.user("svc-nightlatch@example.com");
      const token = [...world.tenant.org.tokens.values()].find(({ user: owner }) => owner === reader);
      if (reader === undefined || token === undefined) throw new Error("We read there");
      expect(await codes(world, "suspend-user", user(reader))).toEqual(["NL-RESPOND-OWN"]);
      expect(await codes(world, "revoke-api-token", { kind: "api-token", id: token.id, name: "x" })).toEqual([
        "NL-RESPOND-OWN",
      ]);
      expect(await codes(world, "deactivate-app", { kind: "app", id: CLIENT, name: "x" })).toEqual(["NL-RESPOND-OWN"]);
    }));

  it("RS-19 what cannot be read stands against taking power, and not against ending a session", () =>
    inWorld(async (world) => {
      const { jo } = world.company;
      world.tenant.faults.push({ path: "/api/v1/", method: "GET", kind: "status", status: 403, times: 999 });
      expect(await codes(world, "suspend-user", user(jo))).toEqual(["NL-RESPOND-UNSURE"]);
      expect(await codes(world, "end-sessions", user(jo))).toEqual([]);
      await openCase(world, "C-1", [planned("a", "end-sessions", user(jo)), planned("b", "suspend-user", user(jo))]);
      const { actions } = await contain(containing(world, "C-1", { patience: 0 }));
      // The session is ended blindly, and is said to be not proven.
      expect(actions.map(standingOf)).toEqual(["unproven", "held"]);
      expect(
        world.tenant.org.log
          .from(0, Number.MAX_SAFE_INTEGER)
          .some(({ record }) => record["eventType"] === "user.session.clear"),
      ).toBe(true);
    }));
});
