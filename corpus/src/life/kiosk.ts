import type { Device } from "../cast/device.ts";
import type { Place } from "../cast/place.ts";
import { openApp, signOut } from "../gesture/open-app.ts";
import { signIn } from "../gesture/sign-in.ts";
import type { Random } from "../random/random.ts";
import type { Scene, Seat } from "../scene.ts";
import type { Member } from "./member.ts";
import { minute } from "./workday.ts";

export interface Turns {
  readonly device: Device;
  readonly place: Place;
  readonly people: readonly Member[];
  readonly from: number;
  /** People walk away without signing out. */
  readonly careless: boolean;
}

/** One machine in a hall or a meeting room, one profile, people taking turns. Answers their seats. */
export function turnsAtKiosk(scene: Scene, random: Random, turns: Turns): Seat[] {
  let at = turns.from;
  return turns.people.map((one) => {
    const visitor = { who: one.who, place: turns.place, device: turns.device };
    const session = signIn(scene, visitor, {
      at,
      factor: random.pick(["push", "otp"]),
      typos: random.chance(0.2) ? 1 : 0,
    });
    const seat = { ...visitor, session };
    for (let opened = 0; opened < random.between(1, 3); opened += 1) {
      openApp(scene, seat, random.pick(one.apps), { at: at + (opened + 1) * minute });
    }
    at += random.between(6, 25) * minute;
    if (!turns.careless) signOut(scene, seat, at);
    at += minute;
    return seat;
  });
}
