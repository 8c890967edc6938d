import { inWords, type UserHistory } from "../baseline/index.ts";
import type { Envelope } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import { claimId } from "../finding/id.ts";
import { findingOfChanges } from "./change-finding.ts";
import { narrate } from "./narrate.ts";
import { sum, type Observed } from "./observed.ts";
import type { Session } from "./session.ts";
import { verbOf } from "./verbs.ts";
import { LEVEL, WEIGHT, type Kind } from "./weights.ts";

const HOUR = 3_600_000;
const MAX_ACTORS = 5000;
const MAX_CHANGES = 16;
const MAX_CLAIMS = 10_000;
/** Kinds of change within an hour that are more than one errand. */
const SEVERAL = 3;
/** Deeds that weigh less are an administrator's day. */
const GRAVE = 1;

interface Change {
  readonly time: number;
  readonly type: string;
  readonly impact: string;
  readonly said: Observed;
}

/** What one actor changed within the last hour. */
interface Sitting {
  readonly id: string;
  readonly last: number;
  readonly changes: readonly Change[];
}

/** What is kept: sittings by actor, and what was claimed. */
export interface SavedChanges {
  readonly sittings: readonly (readonly [actor: string, sitting: Sitting])[];
  readonly claims: readonly Finding[];
}

/**
 * Administration outside of doubtful sessions. A change is an administrator's day; several grave ones of different
 * kinds within an hour by somebody who never did one of them, or anything that Okta's support does in the tenant, is
 * worth a look. It wakes nobody unless support is at work: what was done from a doubtful session is weighed there.
 */
export class ChangeWatch {
  readonly #sittings = new Map<string, Sitting>();
  readonly #claims = new Map<string, Finding>();

  observe(event: Envelope, session: Session | undefined, history: UserHistory): void {
    const verb = verbOf(event.type);
    const support = isSupport(event);
    if (verb === undefined || event.outcome !== "SUCCESS" || (verb.weight < GRAVE && !support)) return;
    if ((session?.suspicion?.score() ?? 0) >= LEVEL.low) return;
    const actor = `${event.tenant}\n${event.actorId}`;
    const before = this.#sittings.get(actor);
    const going = before !== undefined && event.time - before.last <= HOUR;
    const why = `${narrate(event)}${said(history, event)}`;
    const change: Change = {
      time: event.time,
      type: event.type,
      impact: verb.impact,
      said: { kind: `deed.${event.type}`, weight: verb.weight, why, uid: event.uid, time: event.time },
    };
    const sitting: Sitting = {
      id: going ? before.id : claimId([event.tenant, "changes", event.actorId, event.uid]),
      last: event.time,
      changes: [...(going ? before.changes : []), change].slice(-MAX_CHANGES),
    };
    this.#sittings.delete(actor);
    this.#sittings.set(actor, sitting);
    if (this.#sittings.size > MAX_ACTORS) dropFirst(this.#sittings);
    this.#claim(event, sitting, { history, support });
  }

  #claim(
    event: Envelope,
    { id, changes }: Sitting,
    { history, support }: { readonly history: UserHistory; readonly support: boolean },
  ): void {
    const around: Observed[] = [];
    const say = (kind: Kind, why: string): void => {
      around.push({ kind, weight: WEIGHT[kind], why, uid: event.uid, time: event.time });
    };
    const kinds = new Set(changes.map((change) => change.impact));
    if (kinds.size >= SEVERAL) say("change.several", `${kinds.size} different kinds of change within an hour`);
    if (changes.some((change) => isFirst(history, change)))
      say("change.first", `Something that this user never did in ${history.n} earlier events`);
    if (support) say("change.support", "Done by Okta's support, from outside the organisation");
    if (!support && around.length < 2) return;
    const all = [...weighed(changes), ...around];
    // Only support's hand in the tenant is worth more than a line to read in the morning.
    const score = support ? sum(all) : Math.min(sum(all), LEVEL.medium - 0.1);
    if (score < LEVEL.low) return;
    this.#claims.set(id, findingOfChanges(event, all, { id, score, first: changes[0]?.time ?? event.time }));
    if (this.#claims.size > MAX_CLAIMS) dropFirst(this.#claims);
  }

  findings(): readonly Finding[] {
    return [...this.#claims.values()];
  }

  save(): SavedChanges {
    return { sittings: [...this.#sittings], claims: this.findings() };
  }

  restore(saved: SavedChanges): void {
    for (const [actor, sitting] of saved.sittings) this.#sittings.set(actor, sitting);
    for (const claim of saved.claims) this.#claims.set(claim.id, claim);
  }
}

/** Okta's staff: support's own event types, acting as a user, or an account of Okta's in the tenant. */
function isSupport({ type, actorType, actorName }: Envelope): boolean {
  if (type.startsWith("support.org.") || /^user\.session\.impersonation\.(?:initiate|extend)$/.test(type)) return true;
  return actorType === "User" && /@okta\.com$/i.test(actorName);
}

function isFirst(history: UserHistory, { type, time }: Change): boolean {
  return history.enough(time) && (history.get("verb", type)?.first ?? time / 1000) >= Math.floor(time / 1000) - 3600;
}

function said(history: UserHistory, { type, time }: Envelope): string {
  const seen = history.familiar("verb", type, time);
  return seen === undefined ? "" : `; this user does that (${inWords(seen)})`;
}

/** The heaviest in full, one of each other type a third. */
function weighed(changes: readonly Change[]): readonly Observed[] {
  const byType = new Map(changes.map((change) => [change.type, change.said]));
  return [...byType.values()]
    .sort((a, b) => b.weight - a.weight)
    .map((one, index) => (index === 0 ? one : { ...one, weight: Math.round(one.weight * 35) / 100 }));
}

function dropFirst(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
