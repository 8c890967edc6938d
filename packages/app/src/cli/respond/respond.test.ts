import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NO_SERVICE } from "../../config/service.ts";
import { createToken, SYSTEM_BY } from "../../drill/index.ts";
import { CLIENT, openWorld, planned, snapshotOf, type World } from "../../respond/world.fixture.ts";
import { CaseJournal } from "../../respond/index.ts";
import { openStores } from "../../service/index.ts";
import { nightlatch, type Ran } from "../nightlatch.fixture.ts";

interface Desk {
  readonly world: World;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
}

/** A data folder with a case whose plan suspends Jo, blocks an address for one person's word, and hands a task over. */
async function atDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "nightlatch-desk-"));
  const world = await openWorld();
  try {
    const { jo, sam, breakGlass } = world.company;
    const { secret } = createToken(world.tenant.org, sam, "reads", SYSTEM_BY);
    writeFileSync(join(folder, "read.token"), secret);
    writeFileSync(join(folder, "act.jwk"), JSON.stringify(world.key));
    const config = join(folder, "nightlatch.yaml");
    writeFileSync(
      config,
      `sources:
  - tenant: acme
    origin: ${world.tenant.origin}
    share: 1
    read: { token: { file: read.token } }
    act: { clientId: ${CLIENT}, key: { file: act.jwk } }
protected:
  users: [${breakGlass.login}]
`,
    );
    const stores = await openStores(NO_SERVICE, { folder: join(folder, "data"), secrets: { file: "", env: {} } });
    await new CaseJournal(stores.state, "C-1", Date.now).write(
      "test",
      { kind: "case.opened", body: { tenant: "acme", title: "A session was stolen", seeds: [] } },
      {
        kind: "case.plan",
        body: {
          id: "plan-1",
          playbook: "session-stolen",
          chosen: true,
          people: { victims: [jo.id], suspects: [] },
          actions: [
            planned("act-suspend", "suspend-user", { kind: "user", id: jo.id, name: jo.login }),
            planned("act-block", "block-address", { kind: "address", id: "203.0.113.66", name: "203.0.113.66" }, 1),
            planned("act-task", "hand-over", { kind: "task", id: "bind-sessions", name: "Bind sessions" }),
          ],
        },
      },
    );
    await stores.close();
    const flags = ["--config", config, "--data", join(folder, "data")];
    await work({ world, run: (...args) => nightlatch([...args, ...flags]) });
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("nightlatch plan, contain and undo", () => {
  it("RS-60 RS-61 show first, change only with --run, wait for people, and take back", () =>
    atDesk(async ({ world, run }) => {
      const before = snapshotOf(world);
      const plan = await run("plan", "C-1");
      expect(plan.exit).toBe(0);
      expect(plan.stdout).toMatch(/Suspend the account: jo@example.com[\s\S]*Task for a person: Bind sessions/);
      const dry = await run("contain", "C-1");
      expect(dry.exit).toBe(0);
      expect(dry.stdout).toContain("Nothing was changed");
      expect(snapshotOf(world)).toBe(before);

      const first = await run("contain", "C-1", "--run", "--who", "Kim", "--format", "json");
      expect(first.exit).toBe(3);
      const { schema, actions } = JSON.parse(first.stdout) as {
        readonly schema: string;
        readonly actions: readonly { readonly id: string; readonly standing: string }[];
      };
      expect(schema).toBe("nightlatch.containment/1");
      expect(actions.map(({ id, standing }) => `${id} ${standing}`)).toEqual([
        "act-suspend proven",
        "act-block waiting",
        "act-task task",
      ]);
      expect(world.company.jo.status).toBe("SUSPENDED");

      const agreed = await run("contain", "C-1", "--run", "--approve", "Noa Marsh");
      expect([agreed.exit, agreed.stdout]).toEqual([0, expect.stringContaining("2 of 3 actions are done and proven")]);

      const would = await run("undo", "C-1", "act-suspend");
      expect([would.exit, world.company.jo.status]).toEqual([0, "SUSPENDED"]);
      const undone = await run("undo", "C-1", "act-suspend", "--run");
      expect([undone.exit, world.company.jo.status]).toEqual([0, "ACTIVE"]);
      const twice = await run("undo", "C-1", "act-suspend", "--run");
      expect([twice.exit, twice.stderr]).toEqual([2, expect.stringContaining("NL-RESPOND-STATE")]);
      const none = await run("contain", "C-2", "--run");
      expect([none.exit, none.stderr]).toEqual([2, expect.stringContaining("NL-CASE-UNKNOWN")]);
    }));

  it("RS-61 what the tenant refuses is said, and the exit code says so too", () =>
    atDesk(async ({ world, run }) => {
      world.tenant.faults.push({ path: "/lifecycle/suspend", kind: "status", status: 403, times: 99 });
      const refused = await run("contain", "C-1", "--run", "--approve", "Noa Marsh");
      expect(refused.exit).toBe(4);
      expect(refused.stdout).toMatch(/NOT DONE, refused +Suspend the account: jo@example.com\n +NL-OKTA-FORBIDDEN/);
      expect(refused.stdout).toMatch(/done and proven +Block the address/);
    }));

  it("RS-62 a playbook is exported as CACAO 2.0, and its export is read as a draft", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nightlatch-cacao-"));
    const list = await nightlatch(["playbook", "list"]);
    expect(list.stdout).toContain("session-stolen");
    const exported = await nightlatch(["playbook", "export", "session-stolen"]);
    expect(JSON.parse(exported.stdout)).toMatchObject({ spec_version: "cacao-2.0" });
    writeFileSync(join(folder, "one.json"), exported.stdout);
    const draft = await nightlatch(["playbook", "import", join(folder, "one.json")]);
    expect([draft.exit, draft.stdout]).toEqual([0, expect.stringContaining("action: end-sessions")]);
    writeFileSync(join(folder, "bad.json"), '{"type":"playbook","spec_version":"1.0"}');
    const bad = await nightlatch(["playbook", "import", join(folder, "bad.json")]);
    expect([bad.exit, bad.stderr]).toEqual([2, expect.stringContaining("NL-PLAYBOOK-CACAO")]);
    rmSync(folder, { recursive: true, force: true });
  });
});
