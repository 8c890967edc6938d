import { satisfies } from "./condition.ts";
import { compareNamed, compareText, type CorrelationMatch, type NamedEvent } from "./match.ts";
import { isMeasured, matters, measured, naiveValue, product, type Values } from "./naive-value.ts";
import type { CorrelationRule, RuleHit } from "./rule.ts";

/** What a correlation takes for one event: a hit, or an episode of an inner correlation, seen as the hits of its first window. */
interface Occurrence {
  readonly time: number;
  readonly uid: string;
  readonly rule: string;
  readonly members: readonly Values[];
  readonly events: readonly NamedEvent[];
}

/** An event behind an entry, with the group that it belongs to. */
interface Member {
  readonly values: Values;
  readonly group: readonly string[];
}

/** An occurrence in one group, with the members that belong there. */
interface Entry extends Omit<Occurrence, "members"> {
  readonly members: readonly Member[];
}

interface Group {
  readonly values: readonly string[];
  readonly entries: Entry[];
}

interface Episode {
  readonly match: CorrelationMatch;
  readonly asEvent: Occurrence;
}

/**
 * What correlations give over all hits at once: every window is looked at from scratch, without bounds. It is slow and
 * says what is right; the `Correlator` must agree with it.
 */
export function correlateNaively(
  rules: readonly CorrelationRule[],
  hits: readonly RuleHit[],
): readonly CorrelationMatch[] {
  const known = new Map<CorrelationRule, readonly Episode[]>();
  const episodesOf = (rule: CorrelationRule): readonly Episode[] => {
    const before = known.get(rule);
    if (before !== undefined) return before;
    known.set(rule, []);
    const occurrences = [...new Set(rule.rules)].flatMap((key) => {
      const inner = rules.find((one) => one.key === key);
      if (inner !== undefined) return episodesOf(inner).map((episode) => episode.asEvent);
      return hits.filter((hit) => hit.rule === key).map(occurrenceOf);
    });
    const episodes = groupsOf(rule, occurrences).flatMap((group) => episodesIn(rule, group));
    known.set(rule, episodes);
    return episodes;
  };
  const all = rules.flatMap((rule, position) => episodesOf(rule).map(({ match }) => ({ match, position })));
  return all
    .toSorted(
      (a, b) =>
        a.match.opened - b.match.opened ||
        a.position - b.position ||
        compareText(JSON.stringify(a.match.group), JSON.stringify(b.match.group)),
    )
    .map(({ match }) => match);
}

function occurrenceOf(hit: RuleHit): Occurrence {
  const { rule, uid, time } = hit;
  return { time, uid, rule, members: [hit.values], events: [{ rule, uid, time }] };
}

function groupsOf(rule: CorrelationRule, occurrences: readonly Occurrence[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const occurrence of occurrences) {
    const own = new Map<string, { readonly values: readonly string[]; readonly members: Member[] }>();
    for (const member of occurrence.members) {
      const values: Values = (name) => member(rule.aliases.get(name)?.get(occurrence.rule) ?? name);
      if (!isMeasured(rule, values)) continue;
      for (const group of product(rule.groupBy.map(values))) {
        const share = own.get(JSON.stringify(group)) ?? { values: group, members: [] };
        own.set(JSON.stringify(group), share);
        share.members.push({ values, group });
      }
    }
    for (const [key, { values, members }] of own) {
      const group = groups.get(key) ?? { values, entries: [] };
      groups.set(key, group);
      const { time, uid, rule: hit, events } = occurrence;
      const again = group.entries.some((one) => one.time === time && one.uid === uid && one.rule === hit);
      if (!again) group.entries.push({ time, uid, rule: hit, events, members });
    }
  }
  return [...groups.values()].map(({ values, entries }) => ({
    values,
    entries: entries.filter((entry) => matters(rule, entry, entries)),
  }));
}

function episodesIn(rule: CorrelationRule, group: Group): readonly Episode[] {
  const times = [...new Set(group.entries.map((entry) => entry.time))].toSorted((a, b) => a - b);
  const good = times
    .map((time) => ({
      time,
      window: group.entries.filter((entry) => time - rule.timespanMs <= entry.time && entry.time <= time),
    }))
    .filter(({ window }) => satisfies(rule, viewOf(rule, window)));
  const runs: (typeof good)[] = [];
  for (const one of good) {
    const run = runs.at(-1);
    const before = run?.at(-1)?.time ?? Number.NEGATIVE_INFINITY;
    if (run !== undefined && one.time - before <= rule.timespanMs) run.push(one);
    else runs.push([one]);
  }
  return runs.flatMap((run) => {
    const [first] = run;
    const last = run.at(-1);
    const [firstEvent, ...others] = eventsOf(first?.window ?? []);
    if (first === undefined || last === undefined || firstEvent === undefined) return [];
    const match: CorrelationMatch = {
      rule,
      group: Object.fromEntries(rule.groupBy.map((name, at) => [name, group.values[at] ?? ""])),
      firstEvent,
      first: firstEvent.time,
      opened: first.time,
      last: last.time,
      value: viewOf(rule, first.window).value,
      uids: eventsOf(run.flatMap(({ window }) => window)),
      unnamed: 0,
    };
    const uid = JSON.stringify([rule.key, JSON.stringify(group.values)]);
    const members = eachOnce(rule, first.window).flatMap((entry) =>
      entry.members.map((member) => seenFromOutside(rule, member)),
    );
    return [{ match, asEvent: { time: first.time, uid, rule: rule.key, members, events: [firstEvent, ...others] } }];
  });
}

function viewOf(
  rule: CorrelationRule,
  window: readonly Entry[],
): { readonly value: number; readonly has: (key: string) => boolean } {
  const events = eachOnce(rule, window).map((entry) => entry.members.flatMap(({ values }) => measured(rule, values)));
  return { value: naiveValue(rule, window, events), has: (key) => window.some((entry) => entry.rule === key) };
}

/** Each event once, as a hit of the first of the rules that it matched. */
function eachOnce(rule: CorrelationRule, window: readonly Entry[]): readonly Entry[] {
  const place = (entry: Entry): number => rule.rules.indexOf(entry.rule);
  const isFirst = (entry: Entry): boolean =>
    !window.some((other) => other.uid === entry.uid && other.time === entry.time && place(other) < place(entry));
  return window.filter(isFirst);
}

/** A name that the correlation groups by has the group's value; every other name has the event's. */
function seenFromOutside(rule: CorrelationRule, { values, group }: Member): Values {
  return (name) => {
    const own = group[rule.groupBy.indexOf(name)];
    return own === undefined ? values(name) : [own];
  };
}

function eventsOf(window: readonly Entry[]): readonly NamedEvent[] {
  const events = window.flatMap((entry) => entry.events);
  return [...new Map(events.map((event) => [JSON.stringify(event), event])).values()].toSorted(compareNamed);
}
