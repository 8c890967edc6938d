import { openApp, signOut } from "../gesture/open-app.ts";
import { type Factor, signIn } from "../gesture/sign-in.ts";
import { redeemCode, refreshToken, serverOf } from "../gesture/tokens.ts";
import type { Scene, Session } from "../scene.ts";
import { administerRoutinely } from "./routine-admin.ts";
import type { Member, Profile } from "./member.ts";
import { type Path, staying } from "./path.ts";

export const minute = 60_000;
export const hour = 3_600_000;
export const day = 86_400_000;

/** A day at work: when, seen from where, on which machine. */
export interface Workday {
  /** Midnight UTC of the day. */
  readonly midnight: number;
  readonly path: Path;
  readonly profile: Profile;
  /** About how many apps are opened. */
  readonly apps: number;
  readonly missedPushes?: number;
  readonly typos?: number;
  /** Called before each thing that is done, so that a habit can change the machine in the middle of the day. */
  readonly before?: (at: number) => void;
  readonly factor?: Factor;
}

/** When the person starts and stops, in UTC. */
export function hours(member: Member, midnight: number): { readonly from: number; readonly to: number } {
  const { random } = member;
  const from = Math.round(midnight - member.city.utc * hour + random.around(9, 1) * hour);
  return { from, to: from + Math.round(random.around(8.5, 1) * hour) };
}

/** Signs in when no session is open, opens apps through the day, and seldom signs out. Answers the session. */
export function workday(
  scene: Scene,
  member: Member,
  plan: Workday,
  span: { readonly from: number; readonly to: number } = hours(member, plan.midnight),
): Session {
  const { random, who } = member;
  const { profile, path } = plan;
  const seatAt = (at: number): { who: Member["who"]; place: ReturnType<Path>; device: Profile["device"] } => ({
    who,
    place: path(at),
    device: profile.device,
  });
  let session = member.open.get(profile);
  if (session === undefined || random.chance(0.85)) {
    const extra = {
      ...(plan.missedPushes === undefined ? {} : { missedPushes: plan.missedPushes }),
      ...(plan.typos === undefined ? {} : { typos: plan.typos }),
    };
    session = signIn(scene, seatAt(span.from), { at: span.from, factor: plan.factor ?? member.factor, ...extra });
    member.open.set(profile, session);
  }
  const times = Array.from({ length: plan.apps }, () => random.between(span.from + 2 * minute, span.to)).sort(
    (a, b) => a - b,
  );
  for (const at of times) {
    plan.before?.(at);
    const seat = { ...seatAt(at), session };
    const app = random.pick(member.apps);
    const stepUp = random.chance(0.05) ? { stepUp: member.factor } : {};
    const done = openApp(scene, seat, app, { at, ...stepUp, quiet: random.chance(0.35) });
    if (app.mode === "OPENID_CONNECT" && random.chance(0.7)) {
      const server = app.client === "server" ? serverOf(scene, app) : null;
      redeemCode(scene, seat, app, { at: done + 300, server, as: server?.as ?? "user" });
    }
    if (app.client === "native" && random.chance(0.3))
      refreshToken(scene, seat, app, done + random.between(5, 50) * minute);
  }
  if (random.chance(0.1)) {
    signOut(scene, { ...seatAt(span.to), session }, span.to + random.between(1, 20) * minute);
    member.open.delete(profile);
  }
  return session;
}

/** Earlier days of a person's ordinary life, ending before `until`: office or home, phone now and then. */
export function history(scene: Scene, member: Member, before: { readonly days: number; readonly until: number }): void {
  const today = Math.floor(before.until / day) * day;
  for (let back = before.days; back >= 1; back -= 1) {
    const midnight = today - back * day;
    if (new Date(midnight).getUTCDay() % 6 === 0 && before.days > 7) continue;
    const place =
      member.works === "office" || (member.works === "hybrid" && member.random.chance(0.5))
        ? member.office
        : member.home;
    const span = hours(member, midnight);
    const plan = { midnight, path: staying(place), profile: member.computer, apps: member.random.between(4, 12) };
    const session = workday(scene, member, plan, span);
    if (member.admin && member.random.chance(0.5)) {
      const seat = { who: member.who, place, device: member.computer.device, session };
      const at = span.from + member.random.between(1, 6) * hour;
      administerRoutinely(scene, member, seat, { at, acts: member.random.between(1, 4), stepUp: true });
    }
    if (member.random.chance(0.4)) phoneBreak(scene, member, midnight);
  }
}

/** The phone comes out for a moment: its own session, on the carrier's network. */
export function phoneBreak(scene: Scene, member: Member, midnight: number): void {
  const { random } = member;
  const at = Math.round(
    midnight - member.city.utc * hour + random.between(7, 21) * hour + random.between(0, 59) * minute,
  );
  const visitor = { who: member.who, place: random.pick(member.carrier), device: member.phone.device };
  let session = member.open.get(member.phone);
  if (session === undefined || random.chance(0.3))
    session = signIn(scene, visitor, { at, factor: member.factor === "webauthn" ? "push" : member.factor });
  member.open.set(member.phone, session);
  for (let opened = 0; opened < random.between(1, 3); opened += 1) {
    openApp(scene, { ...visitor, session }, random.pick(member.apps), {
      at: at + (opened + 1) * 2 * minute,
      quiet: true,
    });
  }
}
