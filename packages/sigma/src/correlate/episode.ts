import { groupValues } from "./group-key.ts";
import { compareNamed, type CorrelationMatch, type NamedEvent } from "./match.ts";
import type { Plan } from "./plan.ts";
import type { Kept, Under } from "./row.ts";

/** A match that is still growing, as plain data. */
export interface Episode {
  readonly opened: number;
  last: number;
  readonly value: number;
  readonly firstEvent: NamedEvent;
  readonly named: NamedEvent[];
  unnamed: number;
}

/** Opens an episode on the events of its window, naming up to `most` of them, the earliest first. */
export function openEpisode(
  opened: number,
  value: number,
  options: { readonly events: Under; readonly most: number },
): Episode {
  const { events, most } = options;
  const [firstEvent = { rule: "", uid: "", time: opened }] = events.named;
  return { opened, last: opened, value, firstEvent, ...cut(events, most) };
}

/** Adds events to an episode; those that it knows by name already count once. */
export function extendEpisode(
  episode: Episode,
  events: Under,
  options: { readonly plan: Plan; readonly most: number },
): void {
  let { named } = events;
  if (options.plan.chained) {
    const known = new Set(episode.named.map(keyOf));
    named = named.filter((event) => !known.has(keyOf(event)));
  }
  const more = cut({ named, unnamed: events.unnamed }, options.most - episode.named.length);
  episode.named.push(...more.named);
  episode.unnamed += more.unnamed;
}

/** The events behind what was kept, down to the plain rules: in order, each once. */
export function eventsBehind(kept: readonly Kept[], plan: Plan): Under {
  const { rules } = plan.rule;
  let unnamed = 0;
  const named: NamedEvent[] = [];
  for (const one of kept) {
    if (one.under === null) named.push({ rule: rules[one.rule] ?? "", uid: one.uid, time: one.time });
    else {
      named.push(...one.under.named);
      unnamed += one.under.unnamed;
    }
  }
  const distinct = plan.chained ? [...new Map(named.map((event) => [keyOf(event), event])).values()] : named;
  return { named: distinct.toSorted(compareNamed), unnamed };
}

/** The first `most` by name, the others as a count. */
export function cut(events: Under, most: number): { readonly named: NamedEvent[]; unnamed: number } {
  const room = Math.max(0, most);
  return {
    named: events.named.slice(0, room),
    unnamed: events.unnamed + Math.max(0, events.named.length - room),
  };
}

/** The episode as it stands, in the form that goes out. `group` is the group's key. */
export function matchOf(episode: Episode, plan: Plan, group: string): CorrelationMatch {
  const values = groupValues(group, plan.rule.groupBy.length);
  return {
    rule: plan.rule,
    group: Object.fromEntries(plan.rule.groupBy.map((name, at) => [name, values[at] ?? ""])),
    firstEvent: episode.firstEvent,
    first: episode.firstEvent.time,
    opened: episode.opened,
    last: episode.last,
    value: episode.value,
    uids: episode.named.toSorted(compareNamed),
    unnamed: episode.unnamed,
  };
}

function keyOf(event: NamedEvent): string {
  return `${event.time} ${JSON.stringify([event.uid, event.rule])}`;
}
