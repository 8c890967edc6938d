import { exportJWK, generateKeyPair } from "jose";
import { atLeast, type NetworkOf } from "@nightlatch/core";
import { joinFindings } from "../cases/index.ts";
import { NOTHING_PROTECTED } from "../config/protected.ts";
import { asServiceApp, OktaClient, readOrigin } from "../connect/okta/index.ts";
import { Outbox } from "../notify/index.ts";
import {
  ACT_SCOPES,
  actionById,
  type ActionNews,
  type Followed,
  loadPlaybooks,
  Responder,
  standingOf,
  type TellOthers,
  Vigil,
  type WatchStand,
} from "../respond/index.ts";
import { credentialOver, type Stores } from "../service/index.ts";
import { type News, Publisher } from "../watch/index.ts";
import type { Company } from "./company.ts";
import type { DrillTenant } from "./start-drill-tenant.ts";

/** What a defence is made of. */
export interface DefenceParts {
  readonly tenant: string;
  readonly drill: DrillTenant;
  readonly company: Company;
  readonly stores: Stores;
  readonly reading: OktaClient;
  readonly networkOf: NetworkOf;
  /** The story's clock. */
  readonly now: () => number;
  readonly tell: (news: DefenceNews) => void;
  /** Tells others of what was done. */
  readonly tellOthers?: TellOthers | undefined;
}

/** What the defence does. Times of the story are milliseconds UTC; `ms` are of ours. */
export type DefenceNews =
  | { readonly kind: "case"; readonly at: number; readonly case: string; readonly opened: boolean }
  | {
      readonly kind: "action";
      readonly at: number;
      readonly title: string;
      readonly target: string;
      readonly news: ActionNews;
    }
  | { readonly kind: "alarm"; readonly at: number; readonly summary: string };

/** How the defence stands at the end. */
export interface Defended {
  readonly cases: readonly string[];
  /** Milliseconds of ours from the first finding until every session of the victims known then was ended and read back. */
  readonly reaction: number | undefined;
  /** When that was so, on our clock (performance.now). */
  readonly endedAt: number | undefined;
  readonly actions: readonly {
    readonly title: string;
    readonly target: string;
    readonly standing: string;
    readonly proof: string;
  }[];
  readonly watches: readonly WatchStand[];
}

const WHO = "nightlatch";
const CLIENT = "0oaNIGHTLATCHACTS01";

/** Somebody who answers findings without a hand: opens a case, plans by the playbooks, and runs what asks nobody. */
export interface Defence {
  /** Told of everything that the watch says. Never waits. */
  readonly hear: (news: News) => void;
  /** Waits until nothing is left to do, and says how it stands. */
  readonly settle: () => Promise<Defended>;
}

/** Gives the drill tenant an acting service app, and stands ready. */
export async function defend(parts: DefenceParts): Promise<Defence> {
  const { tenant, drill, company, stores, reading, networkOf, now, tell } = parts;
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const [key, shown] = [await exportJWK(privateKey), await exportJWK(publicKey)];
  drill.org.clients.set(CLIENT, {
    clientId: CLIENT,
    name: "Nightlatch acts",
    keys: [{ ...shown, alg: "ES256" }],
    scopes: ACT_SCOPES,
    superAdmin: true,
  });
  const origin = readOrigin(drill.origin);
  const signInFor = (scopes: readonly string[]): ReturnType<typeof asServiceApp> =>
    asServiceApp({ origin, clientId: CLIENT, key, scopes, fetch, now });
  const credential = credentialOver(
    (scopes) => new OktaClient({ origin, signIn: signInFor(scopes), share: 1 }),
    CLIENT,
  );
  const { playbooks } = await loadPlaybooks();
  const responder = new Responder({
    tenant,
    reading,
    events: stores.events,
    state: stores.state,
    networkOf,
    now,
    guard: { protect: { ...NOTHING_PROTECTED, users: [company.breakGlass.login] }, own: [CLIENT] },
    credential,
    playbooks,
    tellOthers: parts.tellOthers,
  });
  const publisher = new Publisher(stores.state, new Outbox(stores.state, [], { now }), now);
  const vigil = new Vigil({
    tenant,
    events: stores.events,
    state: stores.state,
    actClient: CLIENT,
    publish: (findings) => publisher.publish(findings),
    now,
  });
  const cases = new Set<string>();
  let firstHeard: number | undefined;
  let endedAt: number | undefined;
  let again = false;
  let busy: Promise<void> | undefined;
  let failed: Error | undefined;

  const respond = async (): Promise<void> => {
    for (const joined of await joinFindings({ ...stores, now })) {
      if (!cases.has(joined.case)) tell({ kind: "case", at: now(), case: joined.case, opened: joined.opened });
      for (const merged of joined.merged) cases.delete(merged);
      cases.add(joined.case);
    }
    for (const id of cases) {
      await responder.plan(id, WHO);
      const { actions } = await responder.containment(id);
      const byId = new Map(actions.map(({ planned }) => [planned.id, planned]));
      if (!actions.some(isLeft)) continue;
      const after = await responder.contain(id, WHO, (news) => {
        const planned = byId.get(news.action);
        if (planned !== undefined)
          tell({ kind: "action", at: now(), title: titleOf(planned.action), target: planned.name, news });
      });
      const sessions = after.actions.filter(
        ({ planned }) => planned.action === "end-sessions" && planned.approvals === 0,
      );
      if (sessions.length > 0 && sessions.every((one) => standingOf(one) === "proven")) endedAt ??= performance.now();
    }
    for (const { summary } of await vigil.look()) {
      tell({ kind: "alarm", at: now(), summary });
      again = true;
    }
  };
  const work = async (): Promise<void> => {
    do {
      again = false;
      await respond();
    } while (again);
  };
  const wake = (): void => {
    again = true;
    busy ??= work()
      .catch((error: unknown) => {
        failed = error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        busy = undefined;
      });
  };

  return {
    hear: (news) => {
      if (news.kind === "findings" && news.published.some(({ finding }) => atLeast(finding.severity, "high"))) {
        firstHeard ??= performance.now();
        wake();
      } else if (news.kind === "read" && cases.size > 0) wake();
    },
    settle: async () => {
      wake();
      while (busy !== undefined) await busy;
      if (failed !== undefined) throw failed;
      const all = await Promise.all([...cases].map((id) => responder.containment(id)));
      const watches = await Promise.all([...cases].map((id) => vigil.standing(id)));
      return {
        cases: [...cases],
        reaction: firstHeard === undefined || endedAt === undefined ? undefined : endedAt - firstHeard,
        endedAt,
        actions: all.flatMap(({ actions }) =>
          actions.map((one) => ({
            title: titleOf(one.planned.action),
            target: one.planned.name,
            standing: standingOf(one),
            proof: one.proof?.read.join("; ") ?? one.last?.text ?? "",
          })),
        ),
        watches: watches.flat(),
      };
    },
  };
}

/** Whether there is something to try: also what was refused, because somebody may have mended it. */
function isLeft(one: Followed): boolean {
  return ["planned", "open", "broken", "unproven", "refused", "failed"].includes(standingOf(one));
}

function titleOf(action: string): string {
  return actionById(action)?.title ?? action;
}
