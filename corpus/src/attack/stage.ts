import { tenantOf } from "../cast/tenant.ts";
import { type Place, placeOn } from "../cast/place.ts";
import { drawOffice, hire, type Member } from "../life/member.ts";
import { history, hour, minute } from "../life/workday.ts";
import { openApp } from "../gesture/open-app.ts";
import { signIn } from "../gesture/sign-in.ts";
import { Random } from "../random/random.ts";
import { Scene, type Seat } from "../scene.ts";
import type { CaseOptions } from "./case.ts";

/** Where a case is played: one tenant, the person it is about, and the person's session on the day. */
export interface Stage {
  readonly scene: Scene;
  readonly random: Random;
  readonly member: Member;
  readonly place: Place;
  readonly midnight: number;
  /** When the person's day begins; the session opens then. */
  readonly start: number;
}

/** The default day of cases, a Tuesday. */
const caseDay = Date.UTC(2026, 4, 12);

/** Sets a stage from the seed, with the days before it. */
export function setStage(id: string, options: CaseOptions, given: { readonly admin: boolean }): Stage {
  const random = new Random(`${options.seed}/${id}`);
  const midnight = options.at ?? caseDay;
  const tenant = tenantOf(random, options.flavour === undefined ? {} : { flavour: options.flavour });
  const scene = new Scene(tenant, random.fork("scene"));
  const office = drawOffice(scene, random);
  const member = hire(scene, { index: random.between(0, 400), at: midnight, office, admin: given.admin });
  const place = member.works === "office" ? office : member.home;
  const start = Math.round(midnight - member.city.utc * hour + random.around(9, 1) * hour);
  if ((options.history ?? 0) > 0) history(scene, member, { days: options.history ?? 0, until: midnight });
  return { scene, random, member, place, midnight, start };
}

/** The person signs in on the day and works a little. Answers the seat. */
export function beginDay(stage: Stage, place: Place = stage.place): Seat {
  const { scene, member, start } = stage;
  const visitor = { who: member.who, place, device: member.computer.device };
  const session = signIn(scene, visitor, { at: start, factor: member.factor });
  const seat = { ...visitor, session };
  work(stage, seat, { from: start + 5 * minute, to: start + 50 * minute, apps: stage.random.between(2, 5) });
  return seat;
}

/** The person opens apps between two times. */
export function work(stage: Stage, seat: Seat, span: { from: number; to: number; apps: number }): void {
  const { scene, random, member } = stage;
  for (let opened = 0; opened < span.apps; opened += 1) {
    openApp(scene, seat, random.pick(member.apps), {
      at: random.between(span.from, span.to),
      quiet: random.chance(0.3),
    });
  }
}

/** Another place of the same stage. */
export function elsewhere(
  stage: Stage,
  kind: Parameters<typeof placeOn>[0],
  city: Place["city"] = stage.place.city,
): Place {
  return placeOn(kind, city, { random: stage.random, addresses: stage.scene.addresses });
}

/** Plays the situation on the stage; answers the seat of the person it is about. */
export type Quiet = (stage: Stage) => {
  readonly seat: Seat;
  readonly traits: Readonly<Record<string, string | number | boolean>>;
};
