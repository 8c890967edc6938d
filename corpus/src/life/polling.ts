import type { Random } from "../random/random.ts";
import type { Entry } from "../scene.ts";
import type { Mix } from "./mix.ts";
import { minute } from "./workday.ts";

/** What overlapping pages and a busy backend make of a log: `at` becomes the time of delivery; some come twice. */
export function deliver(entries: readonly Entry[], mix: Pick<Mix, "repeated" | "late">, random: Random): Entry[] {
  return entries.flatMap((entry) => {
    const at = random.chance(mix.late) ? entry.at + random.between(1, 60) * minute : entry.at;
    const first = { ...entry, at };
    return random.chance(mix.repeated) ? [first, { ...entry, at: at + random.between(1, 300) * 1000 }] : [first];
  });
}
