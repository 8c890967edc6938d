import { Agenda } from "./agenda.ts";
import { Group, type GroupLimits, type Opened, type Outcome } from "./group.ts";
import { compareNamed, compareText, type CorrelationMatch, type CorrelatorMetrics } from "./match.ts";
import { partsOf, type Tally } from "./parts.ts";
import { type Plan, planCorrelations } from "./plan.ts";
import { Recency } from "./recency.ts";
import { mergeParts, type Row } from "./row.ts";
import type { CorrelationRule, RuleHit } from "./rule.ts";
import { matchFrom, saveMatch, type SavedCorrelator, shapeOf } from "./saved.ts";

export interface CorrelatorOptions {
  /** How much older than the watermark a hit may be and still be taken into account. Default 0. */
  readonly allowedLatenessMs?: number;
  /** Groups held over all rules. Default 1,000,000. */
  readonly maxGroups?: number;
  /** Events held over all rules. Default 2,000,000. */
  readonly maxEntries?: number;
  /** Events held in one group; a threshold that is higher raises it for its rule. Default 10,000. */
  readonly maxEntriesPerGroup?: number;
  /** Events that a match names; the others are counted. Default 1,000. */
  readonly maxNamed?: number;
}

/** One correlation with its groups. */
interface Station {
  readonly plan: Plan;
  readonly limits: GroupLimits;
  readonly groups: Map<string, Group>;
  readonly recency: Recency<Group>;
  /** Groups with events that are not settled, or with an open episode. */
  readonly agenda: Agenda<Group>;
  entries: number;
}

/** Leads hits to a correlation, as the rule at `index` of its list. */
interface Feed {
  readonly station: Station;
  readonly index: number;
}

/**
 * Correlates hits over event time. Hits come in any order within the allowed lateness; `advance` says how far event
 * time has come, and gives the matches that are complete. What is given out depends on the hits alone, not on their
 * order, on how they were batched, or on a restart in between, as long as nothing had to be evicted.
 */
export class Correlator {
  readonly #stations: readonly Station[];
  readonly #stationOf: ReadonlyMap<Plan, Station>;
  readonly #feeds: ReadonlyMap<string, readonly Feed[]>;
  readonly #options: Required<CorrelatorOptions>;
  /** Everything before this time is settled. */
  #horizon = Number.NEGATIVE_INFINITY;
  /** Matches of groups that were evicted with an open episode. */
  #cutShort: CorrelationMatch[] = [];
  readonly #tally: Tally = { missingGroup: 0, missingValue: 0, notNumeric: 0, crowded: 0 };
  #groups = 0;
  #entries = 0;
  #evicted = 0;
  #late = 0;
  #discarded = 0;

  constructor(rules: readonly CorrelationRule[], options: CorrelatorOptions = {}) {
    this.#options = {
      allowedLatenessMs: options.allowedLatenessMs ?? 0,
      maxGroups: options.maxGroups ?? 1_000_000,
      maxEntries: options.maxEntries ?? 2_000_000,
      maxEntriesPerGroup: options.maxEntriesPerGroup ?? 10_000,
      maxNamed: options.maxNamed ?? 1000,
    };
    const { order, edges } = planCorrelations(rules);
    this.#stations = order.map((plan) => stationFor(plan, this.#options));
    this.#stationOf = new Map(this.#stations.map((station) => [station.plan, station]));
    this.#feeds = new Map(
      Array.from(edges, ([key, own]) => [
        key,
        own.flatMap(({ plan, index }) => {
          const station = this.#stationOf.get(plan);
          return station === undefined ? [] : [{ station, index }];
        }),
      ]),
    );
  }

  /** Takes a hit of any rule. Its `values` are read at once and not kept. */
  observe(hit: RuleHit): void {
    const feeds = this.#feeds.get(hit.rule);
    if (feeds === undefined) return;
    const { time, uid } = hit;
    if (!(time >= this.#horizon)) {
      this.#late++;
      return;
    }
    const asked = { values: hit.values, tally: this.#tally };
    for (const { station, index } of feeds)
      for (const { group, values, carry } of partsOf(station.plan, index, asked))
        this.#put(station, group, { time, uid, rule: index, values, carry, under: null });
  }

  /**
   * Event time has come to `watermarkMs`: nothing older than it by more than the allowed lateness will be taken from
   * now on. Gives the episodes that are complete by now.
   */
  advance(watermarkMs: number): readonly CorrelationMatch[] {
    this.#horizon = Math.max(this.#horizon, watermarkMs - this.#options.allowedLatenessMs);
    const closed = this.#cutShort;
    this.#cutShort = [];
    // Inner correlations come first: what opens there is settled here with the other events of its time.
    for (const station of this.#stations) {
      this.#settle(station, closed);
      this.#forgetSpent(station);
    }
    return this.#inOrder(closed);
  }

  /** The end of all events: gives every episode that was not given before. */
  end(): readonly CorrelationMatch[] {
    return this.advance(Number.POSITIVE_INFINITY);
  }

  /**
   * Episodes not given by `advance` so far, as they stand with all hits up to now, those within the allowed lateness
   * included. Looks only; more hits may still extend them, or join or part them.
   */
  open(): readonly CorrelationMatch[] {
    const fork = new Correlator(
      this.#stations
        .map((station) => station.plan)
        .toSorted((a, b) => a.position - b.position)
        .map((plan) => plan.rule),
      { ...this.#options, maxGroups: Number.POSITIVE_INFINITY, maxEntries: Number.POSITIVE_INFINITY },
    );
    fork.#horizon = this.#horizon;
    fork.#cutShort = [...this.#cutShort];
    for (const station of this.#stations) {
      // An inner episode may reach any group of an outer correlation; otherwise only groups with something to come matter.
      const groups = station.plan.chained ? station.recency : station.agenda.items();
      for (const group of groups) fork.#adopt(station.plan.rule.key, new Group(station.plan, group.key, group.save()));
    }
    return fork.end();
  }

  get metrics(): CorrelatorMetrics {
    return {
      groups: this.#groups,
      entries: this.#entries,
      evicted: this.#evicted,
      late: this.#late,
      ...this.#tally,
      discarded: this.#discarded,
    };
  }

  /** Everything that is held, as plain JSON. */
  snapshot(): SavedCorrelator {
    return {
      version: 1,
      horizon: Number.isFinite(this.#horizon) ? this.#horizon : null,
      counts: { ...this.#tally, evicted: this.#evicted, late: this.#late, discarded: this.#discarded },
      cutShort: this.#cutShort.map(saveMatch),
      rules: this.#stations.map((station) => ({
        key: station.plan.rule.key,
        shape: shapeOf(station.plan),
        groups: Array.from(station.recency, (group) => group.save()),
      })),
    };
  }

  /**
   * Goes on where a snapshot was taken. State belongs to its rule's key; where the rule is gone, or asks for something
   * else than it did, its state is discarded and counted.
   */
  static restore(
    rules: readonly CorrelationRule[],
    saved: SavedCorrelator,
    options: CorrelatorOptions = {},
  ): Correlator {
    const correlator = new Correlator(rules, options);
    correlator.#horizon = saved.horizon ?? Number.NEGATIVE_INFINITY;
    const { evicted, late, discarded, ...tally } = saved.counts;
    correlator.#evicted = evicted;
    correlator.#late = late;
    correlator.#discarded = discarded;
    Object.assign(correlator.#tally, tally);
    correlator.#cutShort = saved.cutShort.flatMap((match) => matchFrom(match, rules));
    const shapes = new Map(correlator.#stations.map(({ plan }) => [plan.rule.key, { plan, shape: shapeOf(plan) }]));
    for (const rule of saved.rules) {
      const known = shapes.get(rule.key);
      for (const group of rule.groups) {
        const revived = known?.shape === rule.shape ? new Group(known.plan, group.key, group) : undefined;
        if (revived === undefined) correlator.#discarded += group.pending.length + group.window.times.length;
        else correlator.#adopt(rule.key, revived);
      }
    }
    return correlator;
  }

  #put(station: Station, key: string, row: Row): void {
    let group = station.groups.get(key);
    if (group === undefined) {
      group = new Group(station.plan, key);
      this.#add(station, group);
    } else station.recency.use(group);
    const before = group.size;
    this.#evicted += group.insert(row, station.limits);
    this.#count(station, group.size - before);
    station.agenda.set(group, group.due);
    this.#makeRoom();
  }

  #settle(station: Station, closed: CorrelationMatch[]): void {
    const outcome: Outcome = { closed, opened: [], evicted: 0 };
    station.agenda.takeBefore(this.#horizon, (group) => {
      const before = group.size;
      group.settle(this.#horizon, station.limits, outcome);
      this.#count(station, group.size - before);
      if (group.isEmpty) this.#remove(station, group);
      else station.agenda.set(group, group.due);
    });
    this.#evicted += outcome.evicted;
    for (const episode of outcome.opened) this.#pass(station.plan, episode);
  }

  /** Hands an episode to the correlations around: it happened when it opened. */
  #pass(from: Plan, { uid, time, under, carry }: Opened): void {
    for (const [at, { plan, index }] of from.outer.entries()) {
      const parts = mergeParts(carry[at] ?? []);
      if (parts.length === 0) this.#tally.missingGroup++;
      const station = this.#stationOf.get(plan);
      if (station === undefined) continue;
      for (const { group, values, carry: further } of parts)
        this.#put(station, group, { time, uid, rule: index, values, carry: further, under });
    }
  }

  #forgetSpent(station: Station): void {
    for (;;) {
      const { oldest } = station.recency;
      if (oldest === null || !oldest.isSpent(this.#horizon)) return;
      this.#remove(station, oldest);
    }
  }

  #makeRoom(): void {
    while (this.#groups > this.#options.maxGroups) this.#evictFrom((one) => one.groups.size);
    while (this.#entries > this.#options.maxEntries) this.#evictFrom((one) => one.entries);
  }

  /** Evicts the least recently used group of the rule that holds most. */
  #evictFrom(load: (station: Station) => number): void {
    const station = this.#stations.reduce((most, one) => (load(one) > load(most) ? one : most));
    const { oldest: group } = station.recency;
    if (group === null) return;
    const match = group.match();
    if (match !== undefined) this.#cutShort.push(match);
    this.#evicted += group.size;
    this.#remove(station, group);
  }

  #adopt(rule: string, group: Group): void {
    const station = this.#stations.find(({ plan }) => plan.rule.key === rule);
    if (station === undefined) return;
    this.#add(station, group);
    station.agenda.set(group, group.due);
  }

  #add(station: Station, group: Group): void {
    station.groups.set(group.key, group);
    station.recency.use(group);
    this.#groups++;
    this.#count(station, group.size);
  }

  #remove(station: Station, group: Group): void {
    station.groups.delete(group.key);
    station.recency.remove(group);
    station.agenda.set(group, Number.POSITIVE_INFINITY);
    this.#groups--;
    this.#count(station, -group.size);
  }

  #count(station: Station, change: number): void {
    station.entries += change;
    this.#entries += change;
  }

  #inOrder(matches: readonly CorrelationMatch[]): readonly CorrelationMatch[] {
    const position = new Map(this.#stations.map(({ plan }) => [plan.rule.key, plan.position]));
    const placeOf = (match: CorrelationMatch): number => position.get(match.rule.key) ?? 0;
    return matches.toSorted(
      (a, b) =>
        a.opened - b.opened ||
        placeOf(a) - placeOf(b) ||
        compareText(JSON.stringify(a.group), JSON.stringify(b.group)) ||
        compareNamed(a.firstEvent, b.firstEvent),
    );
  }
}

function stationFor(plan: Plan, options: Required<CorrelatorOptions>): Station {
  const highest = Math.max(0, ...plan.rule.thresholds.map(({ value }) => Math.ceil(value) + 1));
  const counts = plan.rule.type === "event_count" || plan.rule.type === "value_count";
  const entries = Math.max(1, options.maxEntriesPerGroup, counts ? highest : 0);
  return {
    plan,
    limits: { entries, named: Math.max(1, options.maxNamed) },
    groups: new Map(),
    recency: new Recency(),
    agenda: new Agenda(),
    entries: 0,
  };
}
