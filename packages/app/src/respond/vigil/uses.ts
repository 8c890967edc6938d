import type { Envelope } from "@nightlatch/core";
import { seenOf } from "../../cases/index.ts";
import type { EventStore } from "../../store/events/index.ts";
import type { Artefact } from "../action.ts";

/** An artefact that is watched, and since when it must be dead: by the tenant's clock, milliseconds UTC. */
export interface Watched {
  readonly artefact: Artefact;
  readonly since: number;
}

/** An event in which a watched artefact was used although it should be dead. */
export interface Use {
  readonly watched: Watched;
  readonly event: Envelope;
}

/** What tells of an ending is no use. */
const ENDINGS =
  /^(?:user\.session\.(?:end|clear|expire)|user\.authentication\.universal_logout|app\.oauth2\.(?:as\.)?token\.revoke)/;
/** A refused try shows that it is dead. */
const REFUSED: ReadonlySet<string> = new Set(["FAILURE", "DENY", "RATE_LIMIT", "SKIPPED", "ABANDONED"]);
const MOST = 10_000;

/**
 * Uses of watched artefacts among the events that reached us after a moment (`received`, milliseconds). One question for
 * all of them, by session, token, account, client and address; providers and applications are looked for among targets.
 */
export async function usesOf(
  events: EventStore,
  {
    tenant,
    watched,
    received,
  }: { readonly tenant: string; readonly watched: readonly Watched[]; readonly received: number },
): Promise<readonly Use[]> {
  if (watched.length === 0) return [];
  const ids = (...kinds: readonly Artefact["kind"][]): readonly string[] =>
    watched.filter(({ artefact }) => kinds.includes(artefact.kind)).map(({ artefact }) => artefact.id);
  const since = Math.min(...watched.map((one) => one.since));
  const uses: Use[] = [];
  const perhaps: Use[] = [];
  for await (const page of events.read({
    tenant,
    after: { time: since, uid: "" },
    where: `received > {received:DateTime64(3)} AND (
      session IN {sessions:Array(String)} OR root IN {sessions:Array(String)} OR token IN {tokens:Array(String)}
      OR actor_id IN {users:Array(String)} OR client IN {apps:Array(String)} OR ip IN {ips:Array(String)}
      OR hasAny(target_id, {targets:Array(String)}))`,
    params: {
      received: dateTime(received),
      sessions: ids("session"),
      tokens: ids("api-token"),
      users: ids("user", "sessions-of"),
      apps: ids("app"),
      ips: ids("address"),
      targets: ids("provider", "app"),
    },
    limit: MOST,
  }))
    for (const { envelope: event } of page.flatMap(seenOf)) {
      if (ENDINGS.test(event.type) || REFUSED.has(event.outcome)) continue;
      const alive = watched.filter(({ since }) => event.time > since);
      uses.push(...alive.filter(({ artefact }) => isUse(artefact, event)).map((one) => ({ watched: one, event })));
      const owner = alive.filter(({ artefact: { kind, id } }) => kind === "sessions-of" && event.actorId === id);
      if (event.session !== "") perhaps.push(...owner.map((one) => ({ watched: one, event })));
    }
  return [...uses, ...(await ofOldSessions(events, tenant, perhaps))];
}

function isUse({ kind, id }: Artefact, event: Envelope): boolean {
  switch (kind) {
    case "session":
      return event.session === id || event.root === id;
    case "api-token":
      return event.token === id;
    case "user":
      return event.actorId === id;
    case "address":
      return event.ip === id;
    case "app":
      return event.client === id || (event.type === "user.authentication.sso" && isTarget(event, id));
    case "provider":
      return /^user\.authentication\.auth_via_(?:IDP|social)/i.test(event.type) && isTarget(event, id);
    case "sessions-of":
      return false;
  }
}

function isTarget({ targets }: Envelope, id: string): boolean {
  return targets.some((target) => target.id === id);
}

/** Of a user's events those in sessions that were there before the end: who signed in anew has a session of their own. */
async function ofOldSessions(events: EventStore, tenant: string, perhaps: readonly Use[]): Promise<readonly Use[]> {
  if (perhaps.length === 0) return [];
  const sessions = [...new Set(perhaps.map(({ event }) => event.session))];
  const rows = await events.query(
    `SELECT session, toUnixTimestamp64Milli(min(time)) AS first FROM events
     WHERE tenant = {tenant:String} AND session IN {sessions:Array(String)} GROUP BY session`,
    { tenant, sessions },
  );
  const firsts = new Map(rows.map((row) => [String(row["session"]), Number(row["first"])]));
  return perhaps.filter(({ watched, event }) => (firsts.get(event.session) ?? event.time) < watched.since);
}

/** Milliseconds as ClickHouse reads a DateTime64(3). */
function dateTime(ms: number): string {
  return new Date(Math.max(0, ms)).toISOString().replace("T", " ").replace("Z", "");
}
