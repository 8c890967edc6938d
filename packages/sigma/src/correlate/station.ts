import { Agenda } from "./agenda.ts";
import { Group, type GroupLimits, type Opened, type Outcome } from "./group.ts";
import type { CorrelationMatch } from "./match.ts";
import type { Plan } from "./plan.ts";
import { Recency } from "./recency.ts";
import type { Orphan, Row } from "./row.ts";
import { type SavedStation, shapeOf } from "./saved.ts";

/** What all stations of a correlator hold and gave up, together. */
export interface Load {
  groups: number;
  entries: number;
  /** Events forgotten for want of room. */
  evicted: number;
}

/** One correlation with its groups. */
export class Station {
  readonly plan: Plan;
  readonly #limits: GroupLimits;
  readonly #load: Load;
  readonly #groups = new Map<string, Group>();
  readonly #recency = new Recency<Group>();
  /** Groups with events that are not settled, or with an open episode. */
  readonly #agenda = new Agenda<Group>();
  /**
   * Events that matter only if a group is there when their time is settled: later parts of a sequence, of which most
   * have no beginning. To make a group for each would be half of all the work.
   */
  #orphans: Orphan[] = [];
  #entries = 0;

  constructor(plan: Plan, limits: GroupLimits, load: Load) {
    this.plan = plan;
    this.#limits = limits;
    this.#load = load;
  }

  get groups(): number {
    return this.#groups.size;
  }

  /** Events held, orphans included. */
  get entries(): number {
    return this.#entries;
  }

  /** Takes what an event brings to the group with a key. */
  put(key: string, row: Row): void {
    let group = this.#groups.get(key);
    if (group !== undefined) this.#recency.use(group);
    else if (row.rule > 0 && this.plan.rule.type === "temporal_ordered") {
      this.#orphans.push({ key, row });
      this.#count(1);
      return;
    } else {
      group = new Group(this.plan, key);
      this.#add(group);
    }
    this.#enter(group, row);
  }

  /** Settles everything before the horizon, forgets what is spent, and gives the episodes that opened. */
  settle(horizon: number, closed: CorrelationMatch[]): readonly Opened[] {
    this.#place(horizon);
    const outcome: Outcome = { closed, opened: [], evicted: 0 };
    this.#agenda.takeBefore(horizon, (group) => {
      const before = group.size;
      group.settle(horizon, this.#limits, outcome);
      this.#count(group.size - before);
      if (group.isEmpty) this.#remove(group);
      else this.#agenda.set(group, group.due);
    });
    this.#load.evicted += outcome.evicted;
    return outcome.opened;
  }

  /** Forgets the groups that can not matter to anything from the horizon on. */
  forgetSpent(horizon: number): void {
    for (;;) {
      const { oldest } = this.#recency;
      if (oldest === null || !oldest.isSpent(horizon)) return;
      this.#remove(oldest);
    }
  }

  /** Gives up an orphan, or else the least recently used group, with the match that was open there. */
  evict(): CorrelationMatch | undefined {
    if (this.#orphans.shift() !== undefined) {
      this.#load.evicted++;
      this.#count(-1);
      return undefined;
    }
    const { oldest } = this.#recency;
    if (oldest === null) return undefined;
    this.#load.evicted += oldest.size;
    this.#remove(oldest);
    return oldest.match();
  }

  /** Everything held, as plain data. */
  save(): SavedStation {
    return {
      key: this.plan.rule.key,
      shape: shapeOf(this.plan),
      groups: Array.from(this.#recency, (group) => group.save()),
      orphans: [...this.#orphans],
    };
  }

  /** Takes over what was saved. */
  resume({ groups, orphans }: Pick<SavedStation, "groups" | "orphans">): void {
    for (const saved of groups) {
      const group = new Group(this.plan, saved.key, saved);
      this.#add(group);
      this.#agenda.set(group, group.due);
    }
    this.#orphans.push(...orphans);
    this.#count(orphans.length);
  }

  /**
   * What may still come to something, as plain data. An inner episode may reach any group of an outer correlation;
   * otherwise only groups with something to come matter.
   */
  saveLively(): Pick<SavedStation, "groups" | "orphans"> {
    const groups = this.plan.chained ? this.#recency : this.#agenda.items();
    return { groups: Array.from(groups, (group) => group.save()), orphans: this.#orphans };
  }

  #enter(group: Group, row: Row): void {
    const before = group.size;
    this.#load.evicted += group.insert(row, this.#limits);
    this.#count(group.size - before);
    this.#agenda.set(group, group.due);
  }

  /** Orphans whose time is settled join the group that began by then, or are gone. */
  #place(horizon: number): void {
    const orphans = this.#orphans;
    if (orphans.length === 0) return;
    this.#orphans = orphans.filter(({ row }) => row.time >= horizon);
    this.#count(this.#orphans.length - orphans.length);
    for (const { key, row } of orphans) {
      const group = row.time < horizon ? this.#groups.get(key) : undefined;
      if (group !== undefined) this.#enter(group, row);
    }
  }

  #add(group: Group): void {
    this.#groups.set(group.key, group);
    this.#recency.use(group);
    this.#load.groups++;
    this.#count(group.size);
  }

  #remove(group: Group): void {
    this.#groups.delete(group.key);
    this.#recency.remove(group);
    this.#agenda.set(group, Number.POSITIVE_INFINITY);
    this.#load.groups--;
    this.#count(-group.size);
  }

  #count(change: number): void {
    this.#entries += change;
    this.#load.entries += change;
  }
}
