import { labelledMonth } from "../life/month.ts";
import type { Today } from "../life/habit.ts";
import type { Member } from "../life/member.ts";
import type { LivedDay, MonthOptions } from "../life/town.ts";
import { hour, minute } from "../life/workday.ts";
import { Random } from "../random/random.ts";
import type { Entry, Seat } from "../scene.ts";
import { intruderLabel, type Truth } from "./case.ts";
import { type FoundId, foundIds, needsAdmin, replay } from "./found.ts";
import type { Stage } from "./stage.ts";

/** A tenant's month with thefts in it. */
export interface AttackedOptions extends MonthOptions {
  /** How many sessions are stolen; P1 to P10 in turn, spread over the days. */
  readonly thefts: number;
}

/** A theft in the month, and which case it is. */
export interface Theft extends Truth {
  readonly id: FoundId;
}

/**
 * A month of ordinary life in which sessions of its own members are stolen: each victim has the habits, the machine
 * and the history that the month gave them. Yields the events, labelled; returns the truth about every theft.
 */
export function* attackedMonth(options: AttackedOptions): Generator<Entry, Theft[], undefined> {
  const random = new Random(`${options.seed}/thefts`);
  const days = options.days ?? 30;
  const thefts: Theft[] = [];
  // A day without a victim puts a theft off to the next; the last days are left for that.
  const span = Math.max(1, days - 3);
  const due = Array.from({ length: options.thefts }, (_, index) => Math.floor(((index + 0.5) * span) / options.thefts));
  const robbed = new Set<Member>();
  yield* labelledMonth(options, (today) => {
    while ((due[thefts.length] ?? Infinity) <= today.turn) {
      const id = foundIds[thefts.length % foundIds.length] ?? "P1";
      const theft = steal(id, today, { random: random.fork(thefts.length), robbed });
      if (theft === null) return;
      thefts.push(theft);
    }
  });
  return thefts;
}

function steal(id: FoundId, lived: LivedDay, from: { random: Random; robbed: Set<Member> }): Theft | null {
  const { random, robbed } = from;
  const able = [...lived.days].filter(
    ([member, today]) => !robbed.has(member) && vulnerable(member, today) && (member.admin || !needsAdmin(id)),
  );
  // A small tenant has few administrators: one may be robbed twice.
  const again = [...lived.days].filter(
    ([member, today]) => vulnerable(member, today) && (member.admin || !needsAdmin(id)),
  );
  const candidates = able.length > 0 ? able : again;
  if (candidates.length === 0) return null;
  const [member, today] = random.pick(candidates);
  const session = member.open.get(today.profile);
  if (session === undefined) return null;
  robbed.add(member);
  const { scene } = lived;
  const at = session.startedAt + random.between(50, 400) * minute;
  const place = today.path(at);
  const stage: Stage = { scene, random, member, place, midnight: lived.midnight, start: session.startedAt };
  const victim: Seat = { who: member.who, place, device: today.profile.device, session };
  const before = scene.written;
  const { tells } = replay(id, stage, victim, { at, binding: random.chance(0.2), draw: random.fork("replay") });
  const theirs = scene.writtenSince(before).filter((entry) => entry.label === intruderLabel);
  return {
    id,
    attack: true,
    user: { id: member.who.id, login: member.who.login },
    sessions: [session.id],
    takeover: theirs.reduce((first, { event }) => (event.published < first ? event.published : first), "9"),
    intruderUids: theirs.map((entry) => entry.event.uuid),
    tells,
  };
}

/** A session that was opened today and that the person is using. */
function vulnerable(member: Member, today: Today): boolean {
  const session = member.open.get(today.profile);
  return today.working && session !== undefined && session.startedAt >= today.span.from - 2 * hour;
}
