/** A drill tenant with a company, both credentials, and what an action sees of it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { NOTHING_PROTECTED } from "../config/protected.ts";
import { asServiceApp, OktaClient, readOrigin, withApiToken } from "../connect/okta/index.ts";
import {
  type Company,
  createToken,
  createUser,
  type DrillTenant,
  found,
  grantRole,
  startDrillTenant,
  SYSTEM_BY,
} from "../drill/index.ts";
import { credentialOver } from "../service/index.ts";
import { openStateStore, type StateStore } from "../store/state/index.ts";
import type { Around } from "./around.ts";
import { ACT_SCOPES } from "./action-book.ts";
import type { Target } from "./action.ts";
import { CaseJournal } from "./contain/case-journal.ts";
import type { Credential } from "./contain/credential.ts";
import type { ContainParts } from "./contain/contain.ts";
import type { PlanBody, RespondAction } from "./plan/planned.ts";
import type { Guard } from "./protect/guard.ts";
import { TenantState } from "./tenant/tenant-state.ts";

export const CLIENT = "0oaACTSACTSACTSACTS1";
const DAY = 86_400_000;

export interface World {
  readonly tenant: DrillTenant;
  readonly company: Company;
  readonly reading: OktaClient;
  readonly credential: Credential;
  readonly key: JWK;
  readonly state: StateStore;
  readonly folder: string;
  /** Mutable, so that a test can say who is who. */
  readonly around: { -readonly [K in keyof Around]: Around[K] };
  readonly guard: Guard;
  readonly close: () => Promise<void>;
}

/** Waits are not waited for, so that rate limits and repeats cost nothing. */
const AT_ONCE = { wait: () => Promise.resolve() };

/** Opens the world. Everything is real but the waiting. */
export async function openWorld(options: { readonly folder?: string } = {}): Promise<World> {
  const tenant = await startDrillTenant({ seed: 7, now: Date.now });
  const company = found(tenant.org, { morning: Date.now() - DAY, days: 1 });
  tenant.rates.factor = 100;
  const at = Date.now() - 40 * DAY;
  const reader = createUser(tenant.org, SYSTEM_BY, {
    login: "svc-nightlatch@example.com",
    firstName: "N",
    lastName: "L",
    at,
  });
  grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM_BY, at);
  const { secret } = createToken(tenant.org, reader, "Nightlatch reads", SYSTEM_BY, at);
  const origin = readOrigin(tenant.origin);
  const reading = new OktaClient({ origin, signIn: withApiToken(secret), share: 1, ...AT_ONCE });
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const key = await exportJWK(privateKey);
  tenant.org.clients.set(CLIENT, {
    clientId: CLIENT,
    name: "Nightlatch acts",
    keys: [{ ...(await exportJWK(publicKey)), alg: "ES256" }],
    scopes: ACT_SCOPES,
    superAdmin: true,
  });
  const credential = credentialOver(
    (scopes) =>
      new OktaClient({
        origin,
        signIn: asServiceApp({ origin, clientId: CLIENT, key, scopes, fetch, now: Date.now }),
        share: 1,
        ...AT_ONCE,
      }),
    CLIENT,
  );
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "nightlatch-respond-"));
  const state = await openStateStore({ folder });
  return {
    tenant,
    company,
    reading,
    credential,
    key,
    state,
    folder,
    around: {
      state: new TenantState(reading),
      people: { victims: [company.jo.id], suspects: [] },
      seenFrom: () => Promise.resolve([]),
      isOwn: () => false,
      now: Date.now,
    },
    guard: { protect: NOTHING_PROTECTED, own: [CLIENT, reader.id] },
    close: async () => {
      await tenant.stop();
      await state.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A planned action, as a playbook would plan it. */
export function planned(id: string, action: string, aim: Target, approvals = 0): RespondAction {
  const { kind, name } = aim;
  const target = `${kind}:${aim.id}`;
  return { id, action, target, name, why: "test", contains: true, approvals, step: `test/${action}`, aim, uids: [] };
}

/** A case with a plan in the journal. */
export async function openCase(world: World, caseId: string, actions: readonly RespondAction[]): Promise<CaseJournal> {
  const journal = new CaseJournal(world.state, caseId, Date.now);
  const body: PlanBody = { id: "plan-1", playbook: "test", chosen: true, actions, people: world.around.people };
  await journal.write(
    "test",
    { kind: "case.opened", body: { tenant: "t", title: caseId, seeds: [] } },
    { kind: "case.plan", body },
  );
  return journal;
}

/** What containing a case of this world takes. */
export function containing(world: World, caseId: string, over: Partial<ContainParts> = {}): ContainParts {
  const { state, around, guard, credential } = world;
  return { state, caseId, around, guard, credential, who: "kim@example.com", patience: 1500, ...over };
}

/** Everything that can be changed in an organisation, as text: the same before and after means that nothing was. */
export function snapshotOf({ tenant: { org } }: World): string {
  const plain = (_: string, value: unknown): unknown =>
    value instanceof Map ? [...value] : value instanceof Set ? [...value] : value;
  const { users, sessions, tokens, grants, apps, groups, providers, policies, zones, cases } = org;
  return JSON.stringify({ users, sessions, tokens, grants, apps, groups, providers, policies, zones, cases }, plain);
}

/** How many events of a type the tenant's log has. */
export function eventsOf({ tenant: { org } }: World, type: string): number {
  return org.log.from(0, Number.MAX_SAFE_INTEGER).filter(({ record }) => record["eventType"] === type).length;
}
