import type { Baseline, Seen } from "../baseline/index.ts";
import type { Envelope } from "../event/envelope.ts";
import type { Context } from "./context.ts";
import { habitOf } from "./footing.ts";
import { ratingsOf } from "./rating.ts";
import type { Person } from "./session.ts";
import { verbOf } from "./verbs.ts";

/** Teaches the baseline from contexts in good standing; a foreign one teaches nothing while it is in doubt. */
export class Teacher {
  readonly #baseline: Baseline;
  readonly #newest = new Map<string, number>();

  constructor(baseline: Baseline) {
    this.#baseline = baseline;
  }

  /** A context in good standing appeared. */
  arrive(person: Person, context: Context, event: Envelope): void {
    const { history } = person;
    const { network, agent } = context;
    if (network.ip === "") return;
    context.teaching = 1;
    history.note("network", habitOf(network), event.time);
    history.note("agent", agent.key, event.time);
    if (network.country !== "") history.note("country", network.country, event.time);
    const tenant = this.#baseline.tenant(event.tenant);
    tenant.note(network.ip, person.id, event.time);
    if (agent.kind === "browser") {
      const key = `${event.tenant}\n${agent.family}`;
      if ((this.#newest.get(key) ?? 0) < agent.major && agent.impossible === "") this.#newest.set(key, agent.major);
    }
  }

  /** An event of a context in good standing: counts on what the context taught, without looking it up again. */
  lived(person: Person, context: Context, event: Envelope): void {
    person.history.lived(event.time);
    if (context.teaching === 0) return;
    const { history } = person;
    const { network, agent, dt } = context;
    count(history.get("network", habitOf(network)), event.time);
    count(history.get("agent", agent.key), event.time);
    count(history.get("country", network.country), event.time);
    if (dt !== "") {
      if (context.teaching === 2) count(history.get("device", dt), event.time);
      else {
        context.teaching = 2;
        history.note("device", dt, event.time);
        this.#baseline.tenant(event.tenant).device(dt, person.id);
      }
    }
    for (const rating of ratingsOf(event)) history.note("verb", rating, event.time);
    if (verbOf(event.type) !== undefined) history.note("verb", event.type, event.time);
  }

  save(): readonly (readonly [browser: string, major: number])[] {
    return [...this.#newest];
  }

  restore(saved: readonly (readonly [browser: string, major: number])[]): void {
    for (const [browser, major] of saved) this.#newest.set(browser, major);
  }

  /** Newest major version of a browser family seen in the tenant; 0 when none was. */
  newestMajor(tenant: string, family: string): number {
    return this.#newest.get(`${tenant}\n${family}`) ?? 0;
  }
}

function count(seen: Seen | undefined, time: number): void {
  if (seen === undefined) return;
  seen.n++;
  const second = Math.floor(time / 1000);
  if (second > seen.last) seen.last = second;
}
