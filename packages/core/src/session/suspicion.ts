import type { Envelope } from "../event/envelope.ts";
import type { StoryStep } from "../finding/finding.ts";
import type { Context } from "./context.ts";
import { sum, type Observed } from "./observed.ts";
import type { Verb } from "./verbs.ts";

const MAX_STEPS = 400;
const MAX_UIDS = 1000;
/** However much a stranger does, deeds alone do not make a theft: they weigh at most this. */
const DEEDS_AT_MOST = 3.5;
/** The same where next to nothing but the deeds speaks for a stranger. */
const BARE_DEEDS_AT_MOST = 2.5;
const HARDLY = 0.5;

/** An application that was opened. */
export interface Opening {
  readonly time: number;
  readonly app: string;
}

/** One doubtful step of a session's life, kept for the story. */
export interface Step extends Omit<StoryStep, "time" | "context"> {
  readonly time: number;
  readonly context: number;
}

/** Everything that is gathered about one doubtful session. */
export class Suspicion {
  /** What speaks about the sign-in that opened the session. */
  opening: readonly Observed[] = [];
  /** For each foreign context, what comparing it said. */
  readonly arrivals: Map<Context, readonly Observed[]> = new Map();
  readonly #behaviour = new Map<string, Observed>();
  readonly #deeds = new Map<string, Map<string, Observed>>();
  readonly #repeated: Observed[] = [];
  readonly steps: Step[] = [];
  omitted = 0;
  /** Events of the intruder, bounded. */
  readonly uids: string[] = [];
  uidsOmitted = 0;
  firstForeign: number = Number.POSITIVE_INFINITY;
  lastForeign = 0;
  /** Tokens minted from a foreign context. */
  readonly tokens: Set<string> = new Set();
  readonly apps: Set<string> = new Set();
  /** Recent application openings, for bursts. */
  openings: readonly Opening[] = [];
  /** Times the session went from a settled context to a foreign one and back. */
  returns = 0;
  consoleOpened = false;
  consoleDeniedAt = 0;
  /** The last challenge put to the foreign context that was not met. */
  challenge: { readonly uid: string; readonly time: number } | undefined;
  proved = false;
  /** A consequence: something that a merely unusual sign-in does not show. */
  consequence = false;
  /** A deed was done that leaves damage or a way back in. */
  damage = false;

  /** Adds an observation, keeping the strongest of its kind. */
  observe(one: Observed): void {
    const known = this.#behaviour.get(one.kind);
    if (known === undefined || Math.abs(one.weight) > Math.abs(known.weight)) this.#behaviour.set(one.kind, one);
  }

  has(kind: string): boolean {
    return this.#behaviour.has(kind);
  }

  /** Adds a deed: of one impact the heaviest counts in full, other kinds of deed a third, repetitions nothing. */
  deed(verb: Verb, one: Observed): void {
    const kinds = this.#deeds.get(verb.impact) ?? new Map<string, Observed>();
    this.#deeds.set(verb.impact, kinds);
    const known = kinds.get(one.kind);
    if (known === undefined) kinds.set(one.kind, one);
    else if (this.#repeated.length < MAX_STEPS) this.#repeated.push({ ...one, weight: 0 });
  }

  /** Deeds with the weight they count for. */
  #weighed(): readonly Observed[] {
    return [...this.#deeds.values()].flatMap((kinds) => {
      const heaviest = [...kinds.values()].sort((a, b) => b.weight - a.weight);
      return heaviest.map((one, index) => (index === 0 ? one : { ...one, weight: one.weight * 0.35 }));
    });
  }

  step(step: Step): void {
    if (this.steps.length < MAX_STEPS) this.steps.push(step);
    else this.omitted++;
  }

  foreign(event: Envelope): void {
    if (event.time < this.firstForeign) this.firstForeign = event.time;
    if (event.time > this.lastForeign) this.lastForeign = event.time;
    if (this.uids.at(-1) === event.uid || this.uids[0] === event.uid) return;
    if (this.uids.length < MAX_UIDS) this.uids.push(event.uid);
    else this.uidsOmitted++;
  }

  /** The steps of a doubtful sign-in are the intruder's too. */
  began(time: number, uid: string): void {
    this.firstForeign = Math.min(this.firstForeign, time);
    if (!this.uids.includes(uid)) this.uids.push(uid);
  }

  /** The foreign context that differs most, and what was said of it. */
  worstArrival(): readonly Observed[] {
    let worst: readonly Observed[] = [];
    let most = Number.NEGATIVE_INFINITY;
    for (const said of this.arrivals.values()) {
      const total = sum(said);
      if (total > most) {
        most = total;
        worst = said;
      }
    }
    return worst;
  }

  /** Whether more than the network speaks for somebody else: a device or browser that is not the owner's. */
  showsAnotherDevice(): boolean {
    return [...this.opening, ...this.worstArrival()].some(
      (one) =>
        one.weight > 0 &&
        /^device\.|^agent\.(?:other|script|down|imp)|sign-in\.(?:new-device|new-browser|script)/.test(one.kind),
    );
  }

  score(): number {
    const arrival = this.worstArrival();
    const appeared = sum(this.opening) + sum(arrival);
    const deeds = Math.min(appeared < HARDLY ? BARE_DEEDS_AT_MOST : DEEDS_AT_MOST, sum(this.#weighed()));
    return appeared + sum(this.#behaviour.values()) + deeds;
  }

  /** All observations, for and against; each kind once, the deeds one by one. */
  all(): readonly Observed[] {
    const kinds = new Map<string, Observed>();
    for (const one of [...this.opening, ...this.worstArrival(), ...this.#behaviour.values()]) {
      const known = kinds.get(one.kind);
      if (known === undefined || Math.abs(one.weight) > Math.abs(known.weight)) kinds.set(one.kind, one);
    }
    return [...kinds.values(), ...this.#weighed(), ...this.#repeated];
  }

  /** All of it as plain data. */
  save(): SavedSuspicion {
    return {
      opening: this.opening,
      arrivals: [...this.arrivals].map(([context, said]) => [context.index, said]),
      behaviour: [...this.#behaviour.values()],
      deeds: [...this.#deeds].map(([impact, kinds]) => [impact, [...kinds.values()]]),
      repeated: [...this.#repeated],
      steps: [...this.steps],
      omitted: this.omitted,
      uids: [...this.uids],
      uidsOmitted: this.uidsOmitted,
      // JSON has no infinity.
      firstForeign: this.firstForeign === Number.POSITIVE_INFINITY ? null : this.firstForeign,
      lastForeign: this.lastForeign,
      tokens: [...this.tokens],
      apps: [...this.apps],
      openings: this.openings,
      returns: this.returns,
      consoleOpened: this.consoleOpened,
      consoleDeniedAt: this.consoleDeniedAt,
      challenge: this.challenge ?? null,
      proved: this.proved,
      consequence: this.consequence,
      damage: this.damage,
    };
  }

  static restore(saved: SavedSuspicion, contexts: readonly Context[]): Suspicion {
    const one = new Suspicion();
    one.opening = saved.opening;
    for (const [index, said] of saved.arrivals) {
      const context = contexts[index];
      if (context !== undefined) one.arrivals.set(context, said);
    }
    for (const said of saved.behaviour) one.#behaviour.set(said.kind, said);
    for (const [impact, deeds] of saved.deeds) one.#deeds.set(impact, new Map(deeds.map((deed) => [deed.kind, deed])));
    one.#repeated.push(...saved.repeated);
    one.steps.push(...saved.steps);
    one.omitted = saved.omitted;
    one.uids.push(...saved.uids);
    one.uidsOmitted = saved.uidsOmitted;
    one.firstForeign = saved.firstForeign ?? Number.POSITIVE_INFINITY;
    one.lastForeign = saved.lastForeign;
    for (const token of saved.tokens) one.tokens.add(token);
    for (const app of saved.apps) one.apps.add(app);
    one.openings = saved.openings;
    one.returns = saved.returns;
    one.consoleOpened = saved.consoleOpened;
    one.consoleDeniedAt = saved.consoleDeniedAt;
    one.challenge = saved.challenge ?? undefined;
    one.proved = saved.proved;
    one.consequence = saved.consequence;
    one.damage = saved.damage;
    return one;
  }
}

export interface SavedSuspicion {
  readonly opening: readonly Observed[];
  readonly arrivals: readonly (readonly [context: number, said: readonly Observed[]])[];
  readonly behaviour: readonly Observed[];
  readonly deeds: readonly (readonly [impact: string, deeds: readonly Observed[]])[];
  readonly repeated: readonly Observed[];
  readonly steps: readonly Step[];
  readonly omitted: number;
  readonly uids: readonly string[];
  readonly uidsOmitted: number;
  readonly firstForeign: number | null;
  readonly lastForeign: number;
  readonly tokens: readonly string[];
  readonly apps: readonly string[];
  readonly openings: readonly Opening[];
  readonly returns: number;
  readonly consoleOpened: boolean;
  readonly consoleDeniedAt: number;
  readonly challenge: { readonly uid: string; readonly time: number } | null;
  readonly proved: boolean;
  readonly consequence: boolean;
  readonly damage: boolean;
}
