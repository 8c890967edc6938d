import { inOrder, intruderLabel } from "../attack/case.ts";
import type { City } from "../cast/city.ts";
import type { Device } from "../cast/device.ts";
import { newDevice, withOktaVerify } from "../cast/device.ts";
import { type Person, person } from "../cast/person.ts";
import { type Place, placeOn } from "../cast/place.ts";
import type { Agent } from "../cast/user-agent.ts";
import { openAdminConsole, openApp } from "../gesture/open-app.ts";
import { type Factor, signIn } from "../gesture/sign-in.ts";
import type { LogEvent } from "../log-event.ts";
import type { Mix } from "../life/mix.ts";
import { labelledMonth } from "../life/month.ts";
import { hour, minute } from "../life/workday.ts";
import type { LivedDay, MonthOptions } from "../life/town.ts";
import type { Random } from "../random/random.ts";
import type { Entry, Scene, Seat } from "../scene.ts";

/** A named part in a story: a person with one machine in one place. */
export interface Character {
  readonly who: Person;
  readonly place: Place;
  readonly device: Device;
  readonly factor: Factor;
}

export interface Casting {
  readonly index: number;
  readonly city: City;
  readonly agent: Agent;
  readonly factor: Factor;
  readonly kind?: "office" | "residential";
}

/** Gives a part to a person who is not among the town's members. */
export function castIn(scene: Scene, random: Random, casting: Casting): Character {
  const who = person(casting.index, scene.tenant.domain, random);
  const place = placeOn(casting.kind ?? "office", casting.city, { random, addresses: scene.addresses });
  const plain = newDevice(casting.agent, random);
  const device =
    casting.factor === "fastpass" ? withOktaVerify(plain, `${who.name.split(" ")[0]}s laptop`, random) : plain;
  scene.familiarity.learn(who.id, place, device);
  return { who, place, device, factor: casting.factor };
}

/** The character signs in at a time and opens some apps; administrators open the console too. Answers the seat. */
export function usualDay(
  scene: Scene,
  random: Random,
  one: Character,
  how: { at: number; apps: number; console: boolean },
): Seat {
  const visitor = { who: one.who, place: one.place, device: one.device };
  const seat = { ...visitor, session: signIn(scene, visitor, { at: how.at, factor: one.factor }) };
  const apps = scene.tenant.apps.slice(0, 8);
  for (let opened = 0; opened < how.apps; opened += 1) {
    openApp(scene, seat, random.pick(apps), {
      at: how.at + random.between(3, 170) * minute,
      quiet: random.chance(0.3),
    });
  }
  if (how.console) openAdminConsole(scene, seat, { at: how.at + 12 * minute, stepUp: one.factor });
  return seat;
}

/** A town that leaves the story in the foreground: no programs, little noise from the internet, no repeats. */
export const quietMix: Partial<Mix> = { repeated: 0, late: 0, robots: 0, spray: 0.5 };

/** What happens on a day of the story, told to the town that lives around it. */
export type Act = (today: LivedDay) => void;

/** Lives the town's days with the story played in them; the events in order, the intruder's own beside. */
export function perform(town: MonthOptions, act: Act): { readonly events: LogEvent[]; readonly theirs: LogEvent[] } {
  const entries: Entry[] = inOrder([...labelledMonth(town, act)]);
  const theirs = entries.filter((entry) => entry.label === intruderLabel).map((entry) => entry.event);
  return { events: entries.map((entry) => entry.event), theirs };
}

/** A time of day, in UTC. */
export function clock(midnight: number, hours: number, minutes = 0): number {
  return midnight + hours * hour + minutes * minute;
}

export { minute };
