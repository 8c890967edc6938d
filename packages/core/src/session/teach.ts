import type { Baseline } from "../baseline/index.ts";
import type { Envelope } from "../event/envelope.ts";
import { habitOf, type Context } from "./context.ts";
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
    context.teaches = {
      network: history.note("network", habitOf(network), event.time),
      agent: history.note("agent", agent.key, event.time),
      country: network.country === "" ? undefined : history.note("country", network.country, event.time),
      device: undefined,
    };
    const tenant = this.#baseline.tenant(event.tenant);
    tenant.note(network.ip, network.key, person.id, event.time);
    if (agent.kind === "browser") {
      const key = `${event.tenant}\n${agent.family}`;
      if ((this.#newest.get(key) ?? 0) < agent.major && agent.impossible === "") this.#newest.set(key, agent.major);
    }
  }

  /** An event of a context in good standing: counts on what the context taught, without looking it up again. */
  lived(person: Person, context: Context, event: Envelope): void {
    person.history.lived(event.time);
    const { teaches } = context;
    if (teaches === undefined) return;
    count(teaches.network, event.time);
    count(teaches.agent, event.time);
    if (teaches.country !== undefined) count(teaches.country, event.time);
    if (context.dt !== "") {
      if (teaches.device === undefined) {
        teaches.device = person.history.note("device", context.dt, event.time);
        this.#baseline.tenant(event.tenant).device(context.dt, person.id);
      } else count(teaches.device, event.time);
    }
    for (const rating of ratingsOf(event)) person.history.note("verb", rating, event.time);
    if (verbOf(event.type) !== undefined) person.history.note("verb", event.type, event.time);
  }

  /** Newest major version of a browser family seen in the tenant; 0 when none was. */
  newestMajor(tenant: string, family: string): number {
    return this.#newest.get(`${tenant}\n${family}`) ?? 0;
  }
}

function count(seen: { n: number; last: number }, time: number): void {
  seen.n++;
  if (time > seen.last) seen.last = time;
}
