import type { LogEvent } from "../log-event.ts";
import type { Entry } from "../scene.ts";
import { deliver } from "./polling.ts";
import { type LivedDay, type MonthOptions, Town } from "./town.ts";
import { day, hour } from "./workday.ts";

/** Ordinary life of a tenant, lazily, in the order in which polling would deliver it. No attack is in it. */
export function* month(options: MonthOptions): Generator<LogEvent, void, undefined> {
  for (const entry of labelledMonth(options)) yield entry.event;
}

/**
 * As `month`, each event with the kind of ordinary life that caused it. `interfere` is called once a day, after
 * everybody has lived it, and may write into its scene.
 */
export function* labelledMonth(
  options: MonthOptions,
  interfere?: (today: LivedDay) => void,
): Generator<Entry, void, undefined> {
  const town = new Town(options);
  let waiting: Entry[] = [];
  for (let turn = 0; turn < town.days; turn += 1) {
    const midnight = town.from + turn * day;
    const today = town.live(turn, midnight);
    interfere?.(today);
    waiting.push(...deliver(town.scene.take(), town.mix, town.random));
    waiting.sort((a, b) => a.at - b.at);
    // Nobody's next day begins earlier than ten hours before its midnight.
    const safe = turn === town.days - 1 ? Infinity : midnight + day - 10 * hour;
    const later = waiting.findIndex((entry) => entry.at >= safe);
    yield* later < 0 ? waiting : waiting.slice(0, later);
    waiting = later < 0 ? [] : waiting.slice(later);
  }
}
