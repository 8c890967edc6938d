/**
 * The incidents of 2023 on the drill tenant, each from the first request to the report, with sessions bound to their
 * network and without: nobody looks until the intruder has done everything. Reconstructions; the order is ours.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { caseReportOf } from "@nightlatch/core";
import { describe, expect, it } from "vitest";
import { CaseBook, lookAtLedger, lookAtScope, usedCredentials } from "../cases/index.ts";
import { CASE_FORMATS, giveCase } from "../case-report/index.ts";
import { checkPack, writePack } from "../evidence-pack/index.ts";
import { PLAIN } from "../report/index.ts";
import { approve, CaseJournal } from "../respond/index.ts";
import { checkChain } from "../store/state/index.ts";
import { Intruder, type Try } from "./attack/intruder.ts";
import type { Defended } from "./defence.ts";
import type { Fault } from "./http/guard.ts";
import { openApp, signIn } from "./organisation/do/sign-in.ts";
import { INTRUDER, office } from "./places.ts";
import { replay, type Replay, type StoryWorld } from "./replay.fixture.ts";

type Request = readonly [who: "jo" | "sam", method: string, path: string, body?: unknown];

interface Incident {
  readonly name: string;
  readonly victims: readonly ("jo" | "sam")[];
  readonly requests: (world: StoryWorld) => readonly Request[];
  /** Calls of the actions that its containment makes; each is met by a fault once. */
  readonly faults: readonly (readonly [method: string, path: string])[];
}

const ENDING = [
  ["DELETE", "/sessions"],
  ["PUT", "/zones/"],
] as const;

const FAULTS: readonly Omit<Fault, "path" | "method">[] = [
  { kind: "status", status: 403, times: 9999 },
  { kind: "lost", times: 1 },
  { kind: "status", status: 500, times: 1 },
  { kind: "html", times: 1 },
];

const INCIDENTS: readonly Incident[] = [
  {
    name: "R1 two administrators out of one support ticket; users, factors and applications are looked at, and a factor taken away",
    victims: ["jo", "sam"],
    requests: ({ company: { people } }) => [
      ["jo", "GET", "/admin/dashboard"],
      ["jo", "GET", "/api/v1/users"],
      ["sam", "GET", "/admin/dashboard"],
      ["sam", "GET", "/api/v1/apps"],
      ["jo", "DELETE", `/api/v1/users/${people[3]?.id ?? ""}/factors/${people[3]?.factors[0]?.id ?? ""}`],
    ],
    faults: ENDING,
  },
  {
    name: "R2 the console, the password health report, a service account and a token",
    victims: ["jo"],
    requests: () => [
      ["jo", "GET", "/admin/dashboard"],
      ["jo", "POST", "/api/internal/reports/password-health/async_csv_download_schedule", {}],
      ["jo", "POST", "/api/internal/tokens", { name: "backup" }],
      [
        "jo",
        "POST",
        "/api/v1/users",
        { profile: { login: "svc_network_backup@example.com", firstName: "svc", lastName: "network_backup" } },
      ],
    ],
    faults: [...ENDING, ["DELETE", "/api-tokens/"], ["POST", "/lifecycle/suspend"]],
  },
  {
    name: "R3 an identity provider is changed and activated, and a report of administrators asked for",
    victims: ["sam"],
    requests: ({ tenant: { org } }) => {
      const [id = ""] = org.providers.keys();
      return [
        ["sam", "GET", "/admin/dashboard"],
        ["sam", "PUT", `/api/v1/idps/${id}`, { issuer: "https://accounts.example.net" }],
        ["sam", "POST", `/api/v1/idps/${id}/lifecycle/activate`],
        ["sam", "POST", "/api/internal/reports/administrators/async_csv_download_schedule", {}],
      ];
    },
    faults: [...ENDING, ["POST", "/idps/"]],
  },
];

/** Both administrators sign in, send a capture to support, and somebody else goes on with their cookies. */
const story =
  ({ victims, requests }: Incident) =>
  async (world: StoryWorld): Promise<readonly Try[]> => {
    const { tenant, company, pass } = world;
    const intruders = new Map<string, Intruder>();
    for (const name of victims) {
      const session = signIn(tenant.org, company[name], { place: office(name === "jo" ? 0 : 1) });
      if (session === undefined) throw new TypeError("Nobody could sign in");
      await pass(10);
      openApp(tenant.org, session, { appId: company.appIds[1] ?? "" });
      intruders.set(name, new Intruder(tenant.origin, session.id));
    }
    await pass(25);
    const tries: Try[] = [];
    for (const [who, method, path, body] of requests(world)) {
      const tried = await intruders.get(who)?.ask(`${method} ${path}`, method, path, body);
      if (tried !== undefined) tries.push(tried);
      await pass(2);
    }
    return tries;
  };

const left = ({ actions }: Defended): readonly string[] =>
  actions
    .filter(({ standing }) => !["proven", "waiting", "task"].includes(standing))
    .map(({ title, target, standing }) => `${title}: ${target}: ${standing}`);

interface Target {
  readonly id: string;
  readonly type: string;
}

/** The log's events from the intruder's address. */
function theirsIn({ tenant }: Replay): readonly { readonly target?: readonly Target[] | undefined }[] {
  return tenant.org.log
    .from(0, Number.MAX_SAFE_INTEGER)
    .map(
      ({ record }) =>
        record as { readonly client?: { readonly ipAddress?: string }; readonly target?: readonly Target[] },
    )
    .filter(({ client }) => client?.ipAddress === INTRUDER.ip);
}

/** Scoped: every object that the intruder's events are about, and none that they do not name. */
async function isScoped(all: Replay): Promise<void> {
  const { defended, stores, now } = all;
  const [id = ""] = defended.cases;
  const parts = { ...stores, now };
  const { scope } = await lookAtScope(id, "kim", { ...parts, book: new CaseBook(parts) });
  const listed = new Set(scope.objects.map((object) => object.id));
  const theirs = theirsIn(all);
  const touched = new Set(theirs.flatMap(({ target = [] }) => target.map((one) => one.id)));
  expect([...touched].filter((one) => !listed.has(one))).toEqual([]);
  const text = JSON.stringify(theirs);
  // A factor is named by its owner and kind.
  const invented = scope.objects.filter((object) => !object.id.split(":").every((part) => text.includes(part)));
  expect(invented.map(({ key, touch }) => `${key} ${touch}`)).toEqual([]);
}

/** Verified: the chain holds, and so does a pack of the evidence. Reported: in every form, each sentence with its source. */
async function isProven({ defended, stores, now }: Replay): Promise<void> {
  const [id = ""] = defended.cases;
  expect(defended.watches.flatMap(({ uses }) => uses)).toEqual([]);
  const one = await new CaseBook({ ...stores, now }).get(id);
  const report = caseReportOf(one);
  const sentences = [...report.summary, ...report.timeline, ...report.reached, ...report.held, ...report.actions];
  expect(sentences.filter(({ events, source }) => events.length === 0 && source === "")).toEqual([]);
  expect(report.timeline.some(({ kind }) => kind === "malicious-act")).toBe(true);
  expect(report.measures.contained).toBeGreaterThanOrEqual(report.measures.firstFinding ?? Number.NaN);
  for (const format of CASE_FORMATS)
    expect([format, giveCase(one, format, { paint: PLAIN, width: 100 }).length > 500]).toEqual([format, true]);
  expect((await checkChain(stores.state.db)).broken).toBeUndefined();
  const folder = mkdtempSync(join(tmpdir(), "nightlatch-incident-"));
  try {
    const { missing } = await writePack(join(folder, "pack"), { one, ...stores });
    expect([missing, checkPack(join(folder, "pack")).problems]).toEqual([[], []]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two people agree to what waits for them, and it is done. */
async function agreed({ defended, stores, now, again }: Replay): Promise<Defended> {
  for (const id of defended.cases)
    for (const who of ["kim@example.com", "noa@example.com"])
      await approve(new CaseJournal(stores.state, id, now), { who, text: "Agreed on the phone" });
  return again();
}

async function intruderIsOut({ tenant }: Replay): Promise<void> {
  for (const session of [...tenant.org.sessions.values()].slice(-40)) {
    const { status } = await new Intruder(tenant.origin, session.id).ask("tries again", "GET", "/api/v1/users");
    expect(status).toBeGreaterThanOrEqual(400);
  }
}

describe.each(INCIDENTS)("$name", (incident) => {
  it.each([false, true])(
    "RS-51 it is found, scoped, contained, verified and reported (session binding %s)",
    { timeout: 120_000 },
    (binding) =>
      replay({ story: story(incident), late: true, binding }, async (all) => {
        expect(all.tries.every(({ status }) => (binding ? status >= 400 : status < 300))).toBe(true);
        expect(all.findings.some(({ severity }) => severity === "high" || severity === "critical")).toBe(true);
        expect(all.defended.cases).toHaveLength(1);
        expect(left(all.defended)).toEqual([]);
        const defended = await agreed(all);
        expect(defended.actions.filter(({ standing }) => !["proven", "task"].includes(standing))).toEqual([]);
        await isScoped(all);
        await isProven({ ...all, defended });
        await intruderIsOut(all);
        expect(all.company.breakGlass.status).toBe("ACTIVE");
      }),
  );

  for (const [n, [method, path]] of incident.faults.entries()) {
    // Every kind of fault at the first action of the first incident; the others are refused or lose their answer.
    const one = n % 2 === 0 ? FAULTS.slice(0, 1) : FAULTS.slice(1, 2);
    for (const kind of incident === INCIDENTS[0] && n === 0 ? FAULTS : one)
      it(
        `RS-51 with ${method} ${path} ${kind.kind} ${kind.status ?? ""} the others run, what is not done is said, and the next run does it`,
        () =>
          replay({ story: story(incident), late: true, faults: [{ ...kind, method, path }] }, async (all) => {
            const refused = kind.status === 403;
            const unasked = left(all.defended);
            const before = [...unasked, ...left(await agreed(all))];
            expect(before.length > 0).toBe(refused);
            expect(before.every((line) => line.endsWith("refused"))).toBe(true);
            all.tenant.faults.length = 0;
            const mended = await all.again();
            expect(left(mended)).toEqual([]);
            await isScoped({ ...all, defended: mended });
            await isProven({ ...all, defended: mended });
            await intruderIsOut(all);
          }),
        120_000,
      );
  }
});

describe("R5 a credential that was not rotated comes back twenty-seven days later", () => {
  it("RS-52 its row stays open, and its use is critical and joins the case", { timeout: 120_000 }, () =>
    replay(
      {
        story: story(INCIDENTS[1]!),
        late: true,
        // The tenant never lets the token be revoked, so nobody can say that it is dead.
        faults: [{ path: "/api-tokens/", method: "DELETE", kind: "status", status: 403, times: 9999 }],
      },
      async (all) => {
        const { stores, now, tenant, defended } = all;
        const [id = ""] = defended.cases;
        const parts = { ...stores, now };
        const book = new CaseBook(parts);
        const token = [...tenant.org.tokens.values()].find(({ name }) => name === "backup");
        const row = (await lookAtLedger(id, "kim", { ...parts, book })).find(({ id: one }) => one === token?.id);
        expect(row?.state).toBe("open");
        await expect(book.close(id, { why: "Believed unused", overOpen: false }, "kim")).rejects.toMatchObject({
          code: "NL-CASE-OPEN-ROWS",
        });
        await all.again(27 * 24 * 60);
        tenant.org.log.write({
          type: "group.user_membership.add",
          message: "Add user to group membership",
          actor: { id: token?.user.id ?? "", type: "User", alternateId: token?.user.login ?? "", displayName: "" },
          place: { ...INTRUDER },
          token: token?.id,
        });
        await all.again(2);
        const used = await usedCredentials(parts);
        expect(used.map(({ severity, entities }) => [severity, entities.token])).toEqual([["critical", [token?.id]]]);
      },
    ),
  );
});
