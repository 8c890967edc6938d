import type { GroupLimits, Opened } from "./group.ts";
import { compareNamed, compareText, type CorrelationMatch, type CorrelatorMetrics } from "./match.ts";
import { partsOf, type Tally } from "./parts.ts";
import { type Plan, planCorrelations } from "./plan.ts";
import { mergeParts } from "./row.ts";
import type { CorrelationRule, RuleHit } from "./rule.ts";
import { eventsIn, FORM, matchFrom, saveMatch, type SavedCorrelator, shapeOf } from "./saved.ts";
import { type Load, Station } from "./station.ts";

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
  readonly #load: Load = { groups: 0, entries: 0, evicted: 0 };
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
    this.#stations = order.map((plan) => new Station(plan, limitsFor(plan, this.#options), this.#load));
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
        station.put(group, { time, uid, rule: index, values, carry, under: null });
    this.#makeRoom();
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
      for (const episode of station.settle(this.#horizon, closed)) this.#pass(station.plan, episode);
      station.forgetSpent(this.#horizon);
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
    const forks = new Map(fork.#stations.map((station) => [station.plan.rule.key, station]));
    for (const station of this.#stations) forks.get(station.plan.rule.key)?.resume(station.saveLively());
    return fork.end();
  }

  get metrics(): CorrelatorMetrics {
    return {
      ...this.#load,
      late: this.#late,
      ...this.#tally,
      discarded: this.#discarded,
    };
  }

  /** Everything that is held, as plain JSON. */
  snapshot(): SavedCorrelator {
    return {
      version: FORM,
      horizon: Number.isFinite(this.#horizon) ? this.#horizon : null,
      counts: { ...this.#tally, evicted: this.#load.evicted, late: this.#late, discarded: this.#discarded },
      cutShort: this.#cutShort.map(saveMatch),
      rules: this.#stations.map((station) => station.save()),
    };
  }

  /**
   * Goes on where a snapshot was taken. State belongs to its rule's key; where the rule is gone, or asks for something
   * else than it did, its state is discarded and counted. Groups written down in another form are left out.
   */
  static restore(
    rules: readonly CorrelationRule[],
    saved: SavedCorrelator,
    options: CorrelatorOptions = {},
  ): Correlator {
    const correlator = new Correlator(rules, options);
    correlator.#horizon = saved.horizon ?? Number.NEGATIVE_INFINITY;
    const { evicted, late, discarded, ...tally } = saved.counts;
    correlator.#load.evicted = evicted;
    correlator.#late = late;
    correlator.#discarded = discarded;
    Object.assign(correlator.#tally, tally);
    correlator.#cutShort = saved.cutShort.flatMap((match) => matchFrom(match, rules));
    const stations = new Map(correlator.#stations.map((station) => [station.plan.rule.key, station]));
    if ((saved.version as number) !== FORM) return correlator;
    for (const rule of saved.rules) {
      const station = stations.get(rule.key);
      if (station !== undefined && shapeOf(station.plan) === rule.shape) station.resume(rule);
      else correlator.#discarded += eventsIn(rule);
    }
    return correlator;
  }

  /** Hands an episode to the correlations around: it happened when it opened. */
  #pass(from: Plan, { uid, time, under, carry }: Opened): void {
    for (const [at, { plan, index }] of from.outer.entries()) {
      const parts = mergeParts(carry[at] ?? []);
      if (parts.length === 0) this.#tally.missingGroup++;
      const station = this.#stationOf.get(plan);
      if (station === undefined) continue;
      for (const { group, values, carry: further } of parts)
        station.put(group, { time, uid, rule: index, values, carry: further, under });
      this.#makeRoom();
    }
  }

  #makeRoom(): void {
    const { maxGroups, maxEntries } = this.#options;
    while (this.#load.groups > maxGroups) this.#evictFrom((one) => one.groups);
    while (this.#load.entries > maxEntries) this.#evictFrom((one) => one.entries);
  }

  /** Evicts from the rule that holds most. */
  #evictFrom(held: (station: Station) => number): void {
    const station = this.#stations.reduce((most, one) => (held(one) > held(most) ? one : most));
    const match = station.evict();
    if (match !== undefined) this.#cutShort.push(match);
  }

  #inOrder(matches: readonly CorrelationMatch[]): readonly CorrelationMatch[] {
    if (matches.length < 2) return matches;
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

function limitsFor({ rule }: Plan, options: Required<CorrelatorOptions>): GroupLimits {
  const highest = Math.max(0, ...rule.thresholds.map(({ value }) => Math.ceil(value) + 1));
  const counts = rule.type === "event_count" || rule.type === "value_count";
  const entries = Math.max(1, options.maxEntriesPerGroup, counts ? highest : 0);
  return { entries, named: Math.max(1, options.maxNamed) };
}
