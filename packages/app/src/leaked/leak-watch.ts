import { createHash } from "node:crypto";
import { type StateStore, writeEntry } from "../store/state/index.ts";
import type { ExposedSession } from "./exposed-sessions.ts";
import type { Fingerprint } from "./fingerprint.ts";
import type { LeakedOutcome } from "./leaked.ts";

/** What is looked for, whose it is, and how its owner is known. Times are milliseconds UTC. No credential is in it. */
export interface LeakWatch {
  readonly kind: ExposedSession["kind"] | "client";
  /** Id of the session, the API token or the OAuth client, as the log has it. */
  readonly id: string;
  readonly user: { readonly id: string; readonly name: string };
  /** Uses after this moment are looked at. */
  readonly since: number;
  /** Nothing that the capture holds of it can be alive later, as far as is known. */
  readonly until: number;
  readonly fingerprint: Fingerprint;
}

/** Watches over one capture, as they stand in the journal: the last entry about a capture holds. */
export interface LeakWatches {
  readonly tenant: string;
  readonly watches: readonly LeakWatch[];
}

const KIND = "leak.watch";
const SUBJECT = "leak:";
const DAY = 86_400_000;
/** Okta's default lifetime of a session has no limit. */
const SESSION_WATCH = 30 * DAY;
/** An API token lives as long as it is used every thirty days (Okta, "API token management"). */
const TOKEN_WATCH = 90 * DAY;
/** More sessions than this that are only possible are other people with the same browser. */
const MOST_POSSIBLE = 3;

type Read = Extract<LeakedOutcome, { readonly ok: true }>;

/**
 * What of a capture can be watched: every session and API token that is certain or likely or whose user a token names,
 * and those that are only possible while they are few; for tokens of OAuth their client in the hands of their user.
 */
export function watchesOf({ exposure, sessions, now }: Read): readonly LeakWatch[] {
  const captured = Date.parse(exposure.victim.to);
  if (Number.isNaN(captured)) return [];
  const possible = sessions.filter(({ certainty, isNamed }) => certainty === "possible" && !isNamed);
  const watched = sessions.filter((one) => !possible.includes(one) || possible.length <= MOST_POSSIBLE);
  const found: LeakWatch[] = watched.map(({ kind, session, user, last, fingerprint }) => ({
    kind,
    id: session,
    user,
    since: captured,
    until: Math.max(Date.parse(last), now) + (kind === "session" ? SESSION_WATCH : TOKEN_WATCH),
    fingerprint,
  }));
  for (const { class: what, ids, expiresAt, owner } of exposure.artefacts) {
    const client = ids.find(({ name }) => name === "cid")?.value;
    const user = ids.find(({ name }) => name === "uid")?.value;
    const until = expiresAt === undefined ? Number.NaN : Date.parse(expiresAt);
    if (what !== "okta-token" || client === undefined || user === undefined || Number.isNaN(until) || until <= now)
      continue;
    const own = sessions.filter((one) => one.user.id === user).map(({ fingerprint }) => fingerprint);
    found.push({
      kind: "client",
      id: client,
      user: { id: user, name: owner ?? user },
      since: captured,
      until,
      fingerprint: {
        agents: exposure.victim.agents,
        addresses: [...new Set([...exposure.victim.addresses, ...own.flatMap(({ addresses }) => addresses)])],
        networks: [...new Set(own.flatMap(({ networks }) => networks))],
      },
    });
  }
  return found;
}

/** The name of a capture in the journal and in findings: says nothing of what is in it. */
export function captureName(bytes: Iterable<Uint8Array>): string {
  const digest = createHash("sha256");
  for (const chunk of bytes) digest.update(chunk);
  return digest.digest("hex").slice(0, 16);
}

/** Sets watches over a capture, in the place of those that were set over it before. */
export async function setWatches(
  state: StateStore,
  capture: string,
  { who, at, watches }: { readonly who: string; readonly at: number; readonly watches: LeakWatches },
): Promise<void> {
  await state.db.transaction().execute(async (db) => {
    await writeEntry(db, { at, who, kind: KIND, subject: `${SUBJECT}${capture}`, body: watches });
  });
}

/** The watches over a tenant that are not over, with the capture of each. */
export async function watchesIn(
  { db }: StateStore,
  tenant: string,
  now: number,
): Promise<readonly (LeakWatch & { readonly capture: string })[]> {
  const rows = await db
    .selectFrom("journal")
    .select(["subject", "body"])
    .where("kind", "=", KIND)
    .orderBy("seq")
    .execute();
  const last = new Map(rows.map(({ subject, body }) => [subject, JSON.parse(body) as LeakWatches]));
  return [...last].flatMap(([subject, set]) =>
    set.tenant === tenant
      ? set.watches
          .filter(({ until }) => until > now)
          .map((watch) => ({ ...watch, capture: subject.slice(SUBJECT.length) }))
      : [],
  );
}
