import { cities, type City, kilometres, officeCities } from "../cast/city.ts";
import { type Place, placeOn } from "../cast/place.ts";
import { openApp } from "../gesture/open-app.ts";
import type { Habit } from "./habit.ts";
import { during, flipping, staying } from "./path.ts";
import { someTimes } from "./private-networks.ts";
import { hour, minute } from "./workday.ts";

/** An hour on the phone's hotspot: on the train, in a café, while the line at home is down. */
export const hotspot: Habit = (_scene, member) => (today) => {
  if (member.random.chance(0.6)) return;
  const from = member.random.between(today.span.from, today.span.to - hour);
  const to = from + member.random.between(15, 90) * minute;
  today.path = during(today.path, staying(member.random.pick(member.carrier)), { from, to });
  today.tags.push("hotspot");
};

/** A day in a co-working space, whose provider some call a VPN. */
export const coworking: Habit = (scene, member) => {
  const space: Place = {
    ...placeOn("guest", member.city, { random: member.random, addresses: scene.addresses }),
    isProxy: member.random.chance(0.3),
  };
  return (today) => {
    if (today.where !== "home" || member.random.chance(0.6)) return;
    today.path = flipping(today.path, staying(space), someTimes(member, today.span, 2));
    today.tags.push("coworking");
  };
};

const destinations: readonly City[] = [
  ...officeCities,
  cities.lisbon,
  cities.barcelona,
  cities.tokyo,
  cities.singapore,
  cities.chicago,
  cities.amsterdam,
  cities.warsaw,
  cities.munich,
];

/**
 * One trip of two to five days: the airport, perhaps the aircraft, then a hotel, with the phone's hotspot between.
 * Often the session that was opened at home comes along.
 */
export const traveller: Habit = (scene, member) => {
  const { random } = member;
  const city = random.pick(destinations.filter((one) => one.city !== member.city.city));
  const from = { random, addresses: scene.addresses };
  const hotel = placeOn("guest", city, from);
  const roaming = random.chance(0.5) ? { ...random.pick(member.carrier), city } : placeOn("mobile", city, from);
  const airport = placeOn("guest", member.city, from);
  const aboard: Place = {
    ...placeOn("satellite", random.pick([cities.ashburn, cities.london, cities.frankfurt]), from),
  };
  const leaves = random.between(3, 22);
  const stays = random.between(2, 5);
  const flies = random.chance(0.3);
  return (today) => {
    const away = today.day - leaves;
    if (away < 0 || away > stays) return;
    today.where = "away";
    if (away === 0) {
      const noon = today.span.from + 3 * hour;
      const airborne = flies
        ? during(staying(airport), staying(aboard), { from: noon + 2 * hour, to: noon + 4 * hour })
        : staying(airport);
      // An airliner, after the day's work at the airport.
      const flight = (1 + kilometres(member.city, city) / 850) * hour;
      const arrives = Math.max(noon + 8 * hour, today.span.to + flight);
      const route = during(airborne, staying(hotel), { from: arrives, to: noon + 30 * hour });
      today.path = during(today.path, route, { from: noon, to: noon + 30 * hour });
      today.after.push(() => {
        // The laptop is opened again at the hotel, in the session of the morning.
        const session = member.open.get(today.profile);
        if (session === undefined || random.chance(0.4)) return;
        for (let opened = 0; opened < 3; opened += 1) {
          const at = arrives + hour + opened * 7 * minute;
          openApp(
            scene,
            { who: member.who, place: hotel, device: today.profile.device, session },
            random.pick(member.apps),
            { at },
          );
        }
      });
    } else {
      today.path = flipping(staying(hotel), staying(roaming), someTimes(member, today.span, random.between(0, 4)));
    }
    today.tags.push(city.country === member.city.country ? "trip" : "trip-abroad");
  };
};
