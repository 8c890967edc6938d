import { describe, expect, it } from "vitest";
import { Intruder } from "./attack/intruder.ts";
import type { Defended } from "./defence.ts";
import { signIn } from "./organisation/do/sign-in.ts";
import { addCredential, createToken } from "./organisation/do/tenant.ts";
import { createUser } from "./organisation/do/users.ts";
import { partyOf, SYSTEM } from "./organisation/organisation.ts";
import { INTRUDER, office } from "./places.ts";
import { replay, type Replay } from "./replay.fixture.ts";

const open = ({ actions }: Defended): readonly string[] =>
  actions
    .filter(({ standing }) => !["proven", "waiting", "task"].includes(standing))
    .map(({ title, standing }) => `${title}: ${standing}`);

/** Nobody honest is locked out: everybody but the intruder's accounts can sign in at the office. */
function everybodyWorks({ tenant, company }: Replay): void {
  const out = company.people.filter((person, n) => signIn(tenant.org, person, { place: office(n) }) === undefined);
  expect(out.map(({ login }) => login)).toEqual([]);
  expect(company.breakGlass.status).toBe("ACTIVE");
}

/** What the intruder holds opens nothing. */
async function intruderIsOut({ tenant, company }: Replay): Promise<void> {
  const { jo, sam } = company;
  for (const session of [...tenant.org.sessions.values()]
    .filter(({ user, place }) => [jo, sam].includes(user) && place.ip !== INTRUDER.ip)
    .slice(-40)) {
    const { status } = await new Intruder(tenant.origin, session.id).ask("tries again", "GET", "/api/v1/users");
    expect(status).toBeGreaterThanOrEqual(400);
  }
}

describe("the theft of 2023 against the defence", () => {
  it("RS-50 it is found, contained, read back and watched without a hand, and nobody honest is locked out", () =>
    replay({}, async (all) => {
      const { defended, tries, findings } = all;
      expect(findings.some(({ severity }) => severity === "high" || severity === "critical")).toBe(true);
      expect(open(defended)).toEqual([]);
      expect(defended.actions.filter(({ standing }) => standing === "proven").map(({ title }) => title)).toContain(
        "End every session and OAuth token",
      );
      // The first request is what shows the theft; what came after the answer was refused.
      expect(tries[0]?.status).toBe(200);
      expect(tries.slice(1).every(({ status }) => status >= 400)).toBe(true);
      expect(defended.cases).toHaveLength(1);
      expect(defended.watches.flatMap(({ uses }) => uses)).toEqual([]);
      await intruderIsOut(all);
      everybodyWorks(all);
    }));

  it("RS-50 with sessions bound to their network the intruder gets nowhere, and what shows is answered too", () =>
    replay({ binding: true }, async (all) => {
      expect(all.tries.every(({ status }) => status >= 400)).toBe(true);
      expect(open(all.defended)).toEqual([]);
      await intruderIsOut(all);
      everybodyWorks(all);
    }));

  it("RS-25 what the intruder does during the containment is found and ended too", () => {
    let done = false;
    return replay(
      {
        meanwhile: (news, { tenant, company: { jo, appIds } }) => {
          if (done || news.kind !== "action" || news.news.what !== "begins") return;
          done = true;
          const session = tenant.org.liveSessions(jo).at(-1);
          const by = { actor: partyOf(jo), place: INTRUDER, session: session?.id };
          createToken(tenant.org, jo, "backup", by);
          const app = tenant.org.apps.get(appIds[3] ?? "");
          if (app === undefined) throw new TypeError("There are applications");
          addCredential(tenant.org, app, "jwks", SYSTEM, tenant.org.now() - 40 * 86_400_000);
          addCredential(tenant.org, app, "jwks", by);
          createUser(tenant.org, by, { login: "svc_late@example.com", firstName: "svc", lastName: "late" });
        },
      },
      async (all) => {
        const { org } = all.tenant;
        expect(done).toBe(true);
        expect(open(all.defended)).toEqual([]);
        expect([...org.tokens.values()].map(({ name }) => name)).not.toContain("backup");
        expect(org.user("svc_late@example.com")?.status).toBe("SUSPENDED");
        // Of the client's keys the one that was there before stays.
        const app = org.apps.get(all.company.appIds[3] ?? "");
        expect(app?.credentials.map(({ status }) => status)).toEqual(["ACTIVE", "INACTIVE"]);
        await intruderIsOut(all);
        everybodyWorks(all);
      },
    );
  });

  it("RS-32 a session that is stolen later from the same victim is ended too", () =>
    replay({}, async (all) => {
      const { tenant, company } = all;
      const later = signIn(tenant.org, company.jo, { place: office(0) });
      await all.again();
      const intruder = new Intruder(tenant.origin, later?.id ?? "");
      // The blocklist would keep the intruder out; they come from where it does not reach.
      tenant.org.zones.get("nzoBLOCKED")?.gateways.splice(0);
      expect((await intruder.ask("uses Jo's new session", "GET", "/admin/dashboard")).status).toBe(200);
      const defended = await all.again();
      expect(open(defended)).toEqual([]);
      expect((await intruder.ask("tries again", "GET", "/admin/dashboard")).status).toBeGreaterThanOrEqual(401);
    }));

  // Each action of the plan, and each kind of fault; every action with every fault is in actions.test.ts.
  for (const [method, path, kind] of [
    ["DELETE", "/sessions", "lost"],
    ["DELETE", "/sessions", "refused"],
    ["PUT", "/zones/", "refused"],
    ["POST", "/lifecycle/suspend", "failing"],
    ["DELETE", "/api-tokens/", "html"],
  ] as const)
    it(`RS-30 ${method} ${path} is ${kind}: what can be contained is, and what is not is said`, () =>
      replay(
        {
          faults: [
            kind === "refused"
              ? { path, method, kind: "status", status: 403, times: 9999 }
              : kind === "failing"
                ? { path, method, kind: "status", status: 500, times: 2 }
                : { path, method, kind, times: 1 },
          ],
          // Something for each action to do, whenever it comes to it.
          meanwhile: (news, { tenant, company: { jo } }) => {
            if (news.kind !== "case" || tenant.org.user("svc_late@example.com") !== undefined) return;
            const session = tenant.org.liveSessions(jo).at(-1);
            const by = { actor: partyOf(jo), place: INTRUDER, session: session?.id };
            createToken(tenant.org, jo, "backup", by);
            createUser(tenant.org, by, { login: "svc_late@example.com", firstName: "svc", lastName: "late" });
          },
        },
        async (all) => {
          const still = open(await all.again());
          expect(still.length > 0).toBe(kind === "refused");
          expect(still.every((line) => line.endsWith("refused"))).toBe(true);
          // Somebody mends the rights, and the next round does what is left.
          all.tenant.faults.length = 0;
          expect(open(await all.again())).toEqual([]);
          expect(all.tenant.org.user("svc_late@example.com")?.status).toBe("SUSPENDED");
          expect([...all.tenant.org.tokens.values()].map(({ name }) => name)).not.toContain("backup");
          await intruderIsOut(all);
          everybodyWorks(all);
        },
      ));
});
