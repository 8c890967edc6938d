/** A case over HTTP, from the plan to the proof: the drill tenant behind the real server. */
import { generateKeyPairSync } from "node:crypto";
import {
  approveActions,
  askCase,
  askScope,
  type CaseDocument,
  Client,
  containCase,
  ledgerOfCase,
  listCases,
  openCase,
  planCase,
  readCase,
  reportCase,
  scopeOfCase,
  type TokenScope,
  undoAction,
  verifyJournal,
  writeCase,
} from "@nightlatch/client";
import { describe, expect, it } from "vitest";
import { rolesNow, stateNow } from "../cases/index.ts";
import { NO_CONFIG } from "../config/config.ts";
import { NO_SERVICE, type SourceConfig } from "../config/service.ts";
import { Intruder } from "../drill/attack/intruder.ts";
import { openApp, signIn } from "../drill/organisation/do/sign-in.ts";
import { createToken } from "../drill/organisation/do/tenant.ts";
import { SYSTEM } from "../drill/organisation/organisation.ts";
import { office } from "../drill/places.ts";
import { replay, type Replay, type StoryWorld } from "../drill/replay.fixture.ts";
import type { Try } from "../drill/attack/intruder.ts";
import { Outbox } from "../notify/index.ts";
import { ACT_SCOPES } from "../respond/action-book.ts";
import { openResponder, readingClient } from "../service/index.ts";
import { createServer, Metrics } from "./index.ts";
import { makeToken } from "./token.ts";

const ACTS = "0oaAPIACTSAPIACTS01";

/** Jo's cookie makes a token and a user, and nobody looks until then. */
async function story({ tenant, company, pass }: StoryWorld): Promise<readonly Try[]> {
  const session = signIn(tenant.org, company.jo, { place: office(0) });
  await pass(10);
  if (session === undefined) throw new TypeError("Jo could not sign in");
  openApp(tenant.org, session, { appId: company.appIds[1] ?? "" });
  await pass(20);
  const intruder = new Intruder(tenant.origin, session.id);
  const tries: Try[] = [];
  for (const [method, path, body] of [
    ["GET", "/admin/dashboard", undefined],
    ["POST", "/api/internal/tokens", { name: "backup" }],
    ["POST", "/api/v1/users", { profile: { login: "svc_late@example.com", firstName: "svc", lastName: "late" } }],
  ] as const) {
    tries.push(await intruder.ask(path, method, path, body));
    await pass(2);
  }
  return tries;
}

/** The real server over a replay, with both credentials, and a client for each set of scopes. */
async function served(
  { tenant, stores, now }: Replay,
  look: (client: (name: string, ...scopes: readonly TokenScope[]) => Promise<Client>) => Promise<void>,
): Promise<void> {
  const reader = tenant.org.user("svc-nightlatch@example.com");
  if (reader === undefined) throw new TypeError("There is a reader");
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  tenant.org.clients.set(ACTS, {
    clientId: ACTS,
    name: "Nightlatch acts over HTTP",
    keys: [{ ...publicKey.export({ format: "jwk" }), alg: "ES256" }],
    scopes: ACT_SCOPES,
    superAdmin: true,
  });
  const secrets = {
    file: "",
    env: {
      READ: createToken(tenant.org, reader, "API", SYSTEM, now() - 1000).secret,
      ACT: JSON.stringify(privateKey.export({ format: "jwk" })),
    },
  };
  const source: SourceConfig = {
    tenant: "drill",
    origin: tenant.origin,
    read: { kind: "token", token: { env: "READ" } },
    act: { kind: "app", clientId: ACTS, key: { env: "ACT" } },
    poll: 1,
    backfill: 1,
    share: 1,
    quiet: 60,
    hook: undefined,
    keep: undefined,
  };
  const config = { ...NO_CONFIG, service: { ...NO_SERVICE, sources: [source] } };
  const server = await createServer(
    {
      ...stores,
      outbox: new Outbox(stores.state, [], { now }),
      sources: () => [],
      hook: () => Promise.resolve(),
      hookKey: () => undefined,
      onFindings: () => () => undefined,
      responder: (of) => openResponder(of, { config, stores, secrets, now }),
      live: async (of) => {
        if (of !== "drill") return undefined;
        const client = await readingClient(source, { secrets, now });
        return { roles: rolesNow(client), current: stateNow(client) };
      },
      now,
      version: "0.0.0",
      metrics: new Metrics(),
      trouble: () => undefined,
    },
    { host: "127.0.0.1", port: 0, tls: undefined, proxy: false },
  );
  try {
    await look(async (name, ...scopes) => {
      const { secret } = await makeToken(stores.state, { name, scopes, days: 1 }, { who: "test", now: now() });
      return new Client({ origin: server.origin, token: secret });
    });
  } finally {
    await server.stop(0);
  }
}

interface Standing {
  readonly id: string;
  readonly action: string;
  readonly standing: string;
  readonly approvedBy: readonly string[];
}
const actionsIn = ({ actions }: CaseDocument): readonly Standing[] => actions as readonly Standing[];
const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => "done",
    (error: unknown) => (error as { readonly code?: unknown }).code,
  );

describe("cases over HTTP", () => {
  it(
    "AP-50 AP-51 AP-52 a case is read, asked, planned, agreed to, contained, taken back, reported and verified",
    () =>
      // The tenant lets nothing be revoked or suspended until somebody mends it.
      replay(
        {
          story,
          late: true,
          faults: ["/api-tokens/", "/lifecycle/suspend"].map((path) => ({
            path,
            kind: "status" as const,
            status: 403,
            times: 9999,
          })),
        },
        async (all) => {
          all.tenant.faults.length = 0;
          await served(all, async (client) => {
            const [read, write, kim, noa] = [
              await client("soc", "read"),
              await client("jo", "write"),
              await client("kim", "act"),
              await client("noa", "act"),
            ];
            const { cases } = await read.call(listCases, { status: "open" });
            const [{ id } = { id: "" }] = cases as readonly { readonly id: string }[];
            expect(id).toBe("C-1");
            expect(await read.call(readCase, { id })).toMatchObject({ schema: "nightlatch.case/1", case: { id } });

            const live = await write.call(askCase, { id, live: true });
            const answers = live["answers"] as readonly {
              readonly question: string;
              readonly items: readonly { readonly still?: { readonly verdict: string; readonly how: string } }[];
            }[];
            const tokens = answers.find(({ question }) => question === "tokens-changed");
            // What no event undoes, the tenant itself says: it stands.
            expect(tokens?.items.map(({ still }) => still)).toContainEqual({
              verdict: "yes",
              how: "It is there",
              uids: [],
            });
            expect((await write.call(scopeOfCase, { id }))["revision"]).toBeGreaterThan(0);
            const whole = await read.call(askScope, { tenant: "drill", seeds: ["user:jo@example.com"] });
            expect((whole["scope"] as { events: number }).events).toBeGreaterThan(2);
            const ledger = await write.call(ledgerOfCase, { id });
            expect(ledger["open"]).toBeGreaterThan(0);

            const plan = await write.call(planCase, { id });
            expect(actionsIn(plan).map(({ action }) => action)).toContain("revoke-api-token");
            for (const who of [kim, noa]) await who.call(approveActions, { id, text: "Agreed" });
            const done = await kim.call(containCase, { id });
            expect(actionsIn(done).filter(({ standing }) => !["proven", "task"].includes(standing))).toEqual([]);
            expect([...all.tenant.org.tokens.values()].map(({ name }) => name)).not.toContain("backup");
            const suspended = actionsIn(done).find(({ action }) => action === "suspend-user");
            expect(suspended).toBeDefined();
            const undone = await codeOf(kim.call(undoAction, { id, action: suspended?.id ?? "" }));
            expect(["done", "NL-RESPOND-STATE"]).toContain(undone);
            // Gone from the tenant: the same question is answered otherwise.
            const after = await write.call(askCase, { id, live: true });
            const gone = (after["answers"] as typeof answers).find(({ question }) => question === "tokens-changed");
            expect(gone?.items.every(({ still }) => still?.verdict === "no")).toBe(true);

            for (const form of ["json", "markdown", "html", "stix", "veris", "csv", "text"] as const)
              expect((await read.call(reportCase, { id, form })).length).toBeGreaterThan(200);
            const checked = await read.call(verifyJournal, {});
            expect(checked).toMatchObject({ holds: true, broken: null });
            expect(await read.call(verifyJournal, { head: String(checked["head"]) })).toMatchObject({
              headFound: true,
            });
            const other = `1:${"0".repeat(64)}`;
            expect(await read.call(verifyJournal, { head: other })).toMatchObject({ holds: false, headFound: false });

            const written = await write.call(writeCase, { id, kind: "note", text: "Jo was told" });
            expect(written["case"]).toMatchObject({ notes: [{ who: "jo", text: "Jo was told" }] });
            const before = new Date(all.now() - 3_600_000 * 24).toISOString();
            expect([
              await codeOf(read.call(readCase, { id: "C-9" })),
              await codeOf(read.call(readCase, { id, asOf: before })),
              await codeOf(write.call(writeCase, { id, kind: "role", text: "lead" })),
              await codeOf(write.call(writeCase, { id, kind: "pin", text: "?", events: ["none"] })),
              await codeOf(write.call(openCase, { tenant: "drill", title: "x", seeds: ["hm"] })),
              await codeOf(kim.call(undoAction, { id, action: "none" })),
              await codeOf(write.call(planCase, { id, playbooks: ["none"] })),
              await codeOf(read.call(containCase as never, { id })),
            ]).toEqual([
              "NL-CASE-UNKNOWN",
              "NL-CASE-UNKNOWN",
              "NL-API-INPUT",
              "NL-API-MISSING",
              "NL-API-INPUT",
              "NL-RESPOND-NO-ACTION",
              "NL-RESPOND-NO-PLAYBOOK",
              "NL-API-SCOPE",
            ]);
            const opened = await write.call(openCase, { tenant: "elsewhere", title: "Another" });
            const { id: second } = opened["case"] as { readonly id: string };
            expect([
              await codeOf(write.call(planCase, { id: second })),
              await codeOf(write.call(askCase, { id: second, live: true })),
              await codeOf(write.call(writeCase, { id: second, kind: "close", text: "nothing" })),
              await codeOf(write.call(writeCase, { id: second, kind: "note", text: "late" })),
            ]).toEqual(["NL-RESPOND-NO-SOURCE", "NL-RESPOND-NO-SOURCE", "done", "NL-CASE-STATE"]);
          });
        },
      ),
    120_000,
  );
});
