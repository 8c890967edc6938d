import { inWords, type UserHistory } from "../baseline/index.ts";
import type { Envelope, Target } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import { claimId } from "../finding/id.ts";
import { duration } from "./compare/index.ts";
import { narrate } from "./narrate.ts";
import type { Observed } from "./observed.ts";
import type { Session } from "./session.ts";
import { confidenceOf, type Kind, LEVEL, severityOf, WEIGHT } from "./weights.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MAX_CREATED = 50_000;

const MAX_CLAIMS = 10_000;

interface Created {
  readonly uid: string;
  readonly time: number;
  readonly user: Target;
}

/** What is kept: who was created of late, and what was claimed. */
export interface SavedAdmins {
  readonly created: readonly (readonly [key: string, created: Created])[];
  readonly claims: readonly Finding[];
}

/** Names that services have and people do not, between separators: `svc_backup`, `okta-sync`, `backup.service`. */
const SERVICE =
  /(?:^|[._-])(?:svc|srv|service|backup|bkp|sync|scim|ldap|api|bot|daemon|automation|integration|monitor(?:ing)?|scanner|network|system|batch|cron|agent|robot|noreply|connector)(?:$|[._@-])/i;

/** Whether a login name reads like a service account's. */
export function isServiceName(name: string): boolean {
  return SERVICE.test(name);
}

/**
 * A user who is created and made an administrator soon after: a way back in that looks like a service account. What it
 * is called, how soon it rises, how high, and whether its maker does such things tell a plan from an intruder.
 */
export class AdminWatch {
  readonly #created = new Map<string, Created>();
  #claims: readonly Finding[] = [];

  observe(event: Envelope, session: Session | undefined, maker: UserHistory): void {
    if (event.outcome !== "SUCCESS") return;
    if (event.type === "user.lifecycle.create") this.#create(event);
    else if (event.type === "user.account.privilege.grant") this.#grant(event, session, maker);
  }

  #create({ tenant, uid, time, targets }: Envelope): void {
    const user = targets.find((target) => target.type === "User");
    if (user === undefined) return;
    if (this.#created.size >= MAX_CREATED)
      for (const oldest of this.#created.keys()) {
        this.#created.delete(oldest);
        break;
      }
    this.#created.set(`${tenant}\n${user.id || user.name}`, { uid, time, user });
  }

  #grant(event: Envelope, session: Session | undefined, maker: UserHistory): void {
    for (const user of event.targets.filter((target) => target.type === "User")) {
      const key = `${event.tenant}\n${user.id || user.name}`;
      const created = this.#created.get(key);
      if (created === undefined || event.time - created.time > DAY) continue;
      this.#created.delete(key);
      const claim = conclude(created, event, { said: judge(created, event, { session, maker }), session });
      if (claim !== undefined) this.#claims = [...this.#claims.slice(1 - MAX_CLAIMS), claim];
    }
  }

  findings(): readonly Finding[] {
    return this.#claims;
  }

  save(): SavedAdmins {
    return { created: [...this.#created], claims: this.#claims };
  }

  restore(saved: SavedAdmins): void {
    for (const [key, created] of saved.created) this.#created.set(key, created);
    this.#claims = saved.claims;
  }
}

function judge(
  created: Created,
  granted: Envelope,
  { session, maker }: { readonly session: Session | undefined; readonly maker: UserHistory },
): readonly Observed[] {
  const said: Observed[] = [];
  const say = (kind: Kind, why: string, weight: number = WEIGHT[kind]): void => {
    said.push({ kind, weight, why, uid: granted.uid, time: granted.time, also: [created.uid] });
  };
  const name = created.user.name || created.user.display;
  if (isServiceName(name)) say("new-admin.service-name", `«${name}» is named like a service, not a person`);
  const age = granted.time - created.time;
  say("new-admin.soon", `Made an administrator ${duration(age)} after it was created`, age <= HOUR ? undefined : 0.8);
  if (/super|org(?:anization)?al? admin|organization/i.test(granted.privilege))
    say("new-admin.high-role", `Given a role over the whole tenant: ${granted.privilege}`);
  const routine = maker.familiar("verb", "user.account.privilege.grant", granted.time);
  if (routine !== undefined && routine.n >= 3)
    say("new-admin.routine", `Its maker grants roles regularly: ${inWords(routine)}`);
  else if (maker.enough(granted.time)) say("new-admin.first-grant", "Its maker has never granted a role before");
  if ((session?.suspicion?.score() ?? 0) >= LEVEL.low)
    say("new-admin.doubtful-session", "It was made from a session that is itself doubtful");
  return said;
}

function conclude(
  created: Created,
  granted: Envelope,
  { said, session }: { readonly said: readonly Observed[]; readonly session: Session | undefined },
): Finding | undefined {
  const score = said.reduce((total, one) => total + one.weight, 0);
  const severity = severityOf(score, true);
  if (severity === undefined) return undefined;
  const name = created.user.name || created.user.display || created.user.id;
  return {
    id: claimId([granted.tenant, "new-admin", created.user.id || created.user.name, created.uid]),
    tenant: granted.tenant,
    rule: {
      id: "account.new-administrator",
      title: "A new user was made an administrator at once",
      kind: "session",
      attack: ["T1136.003", "T1098.003"],
    },
    severity,
    confidence: confidenceOf(score),
    first: new Date(created.time).toISOString(),
    last: new Date(granted.time).toISOString(),
    entities: {
      user: [
        { id: granted.actorId, name: granted.actorName },
        { id: created.user.id, name },
      ],
      session: session === undefined ? [] : [session.key],
      ip: granted.ip === "" ? [] : [granted.ip],
      app: [],
      token: granted.token === "" ? [] : [granted.token],
    },
    evidence: said
      .map((one) => ({
        uid: one.uid,
        source: granted.source,
        time: new Date(one.time).toISOString(),
        why: one.why,
        weight: one.weight,
        kind: one.kind,
        also: one.also ?? [],
      }))
      .sort((a, b) => b.weight - a.weight),
    summary: `${granted.actorName || granted.actorId} created «${name}» and ${narrate(granted)} ${duration(granted.time - created.time)} later`,
    next: [
      `Ask ${granted.actorName || granted.actorId} whether they made «${name}», by a way that does not pass through Okta`,
      `If not: suspend «${name}», remove its roles, and treat the session it was made from as stolen`,
    ],
    unknown: ["Whether a change ticket stands behind this is not in the log"],
  };
}
