import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fill, newEvent } from "../../cases/stolen.fixture.ts";
import { NO_SERVICE } from "../../config/service.ts";
import { Intruder } from "../../drill/attack/intruder.ts";
import { createToken, SYSTEM_BY } from "../../drill/index.ts";
import { openApp, signIn } from "../../drill/organisation/do/sign-in.ts";
import { revokeToken } from "../../drill/organisation/do/tenant.ts";
import { office } from "../../drill/places.ts";
import { openWorld } from "../../respond/world.fixture.ts";
import { openStores } from "../../service/index.ts";
import { nightlatch } from "../nightlatch.fixture.ts";

interface Answer {
  readonly question: string;
  readonly answer: string;
  readonly items: readonly {
    readonly name: string;
    readonly still?: { readonly verdict: string; readonly how: string };
  }[];
}

it("CA-73 questions --live ask the tenant what stands now, with the reading credential; what it does not say is unknown", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nightlatch-live-"));
  const world = await openWorld();
  try {
    const { org } = world.tenant;
    const { jo, sam, appIds } = world.company;
    writeFileSync(join(folder, "read.token"), createToken(org, sam, "reads", SYSTEM_BY).secret);
    const config = join(folder, "nightlatch.yaml");
    writeFileSync(
      config,
      `sources:\n  - tenant: acme\n    origin: ${world.tenant.origin}\n    share: 1\n    read: { token: { file: read.token } }\n`,
    );
    const session = signIn(org, jo, { place: office(0), at: Date.now() - 3_600_000 });
    if (session === undefined) throw new TypeError("Jo could not sign in");
    openApp(org, session, { appId: appIds[1] ?? "", at: Date.now() - 1_800_000 });
    const intruder = new Intruder(world.tenant.origin, session.id);
    await intruder.ask("", "GET", "/admin/dashboard");
    await intruder.ask("", "POST", "/api/internal/tokens", { name: "backup" });
    await intruder.ask("", "POST", "/api/v1/users", {
      profile: { login: "svc_late@example.com", firstName: "svc", lastName: "late" },
    });
    const stores = await openStores(NO_SERVICE, { folder: join(folder, "data"), secrets: { file: "", env: {} } });
    await fill(
      stores,
      org.log.from(0, Number.MAX_SAFE_INTEGER).map(({ record }) => newEvent(record)),
      Date.now(),
    );
    await stores.close();

    const flags = ["--config", config, "--data", join(folder, "data"), "--format", "json"];
    const tokens = async (...more: readonly string[]): Promise<readonly unknown[]> => {
      const { stdout, exit } = await nightlatch(["case", "questions", "C-1", ...more, ...flags]);
      expect(exit).toBe(0);
      const { answers } = JSON.parse(stdout) as { readonly answers: readonly Answer[] };
      const found = answers.find(({ question }) => question === "tokens-changed");
      return (found?.items ?? []).map(({ still }) => [still?.verdict, still?.how]);
    };
    expect((await tokens())[0]).not.toEqual(["yes", "It is there"]);
    expect(await tokens("--live")).toEqual([["yes", "It is there"]]);
    // Gone without a trace in what the store has: only the tenant can say so.
    const made = [...org.tokens.values()].find(({ name }) => name === "backup");
    revokeToken(org, made?.id ?? "", SYSTEM_BY);
    expect(await tokens("--live")).toEqual([["no", "It is gone"]]);
    world.tenant.faults.push({ path: "/api-tokens/", kind: "status", status: 403, times: 99 });
    expect(await tokens("--live")).toEqual([["unknown", expect.stringContaining("NL-OKTA-FORBIDDEN") as string]]);
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
