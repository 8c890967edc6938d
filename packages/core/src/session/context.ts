import type { Agent } from "../agent/index.ts";
import type { Envelope } from "../event/envelope.ts";
import type { Network } from "../network/network.ts";
import { deviceTokenOf, type Footing, NOWHERE, type Owner, share } from "./footing.ts";
import type { Observed } from "./observed.ts";

/**
 * `settled` opened the session or was proved again; `explained` differs, with an ordinary reason; `foreign` differs
 * and nothing ordinary explains it.
 */
export type Standing = "settled" | "explained" | "foreign";

/** A context as plain data; its footing by number. */
export interface SavedContext {
  readonly footing: number;
  readonly standing: Standing;
  readonly first: number;
  readonly last: number;
  readonly uid: string;
  readonly events: number;
  readonly churn: number;
  readonly arrival: readonly Observed[] | null;
  readonly teaching: 0 | 1 | 2;
}

/** Where a session is used from, and how that went. A million may be alive: what is alike lies in the footing. */
export class Context implements Footing {
  /** 0 for the context that opened the session, then in order of appearance. */
  readonly index: number;
  footing: Footing;
  standing: Standing = "settled";
  /** Milliseconds. */
  readonly first: number;
  /** To the last event: a small integer for weeks, where a time would need a box of its own. */
  #elapsed = 0;
  readonly firstUid: string;
  events = 0;
  /** Device tokens seen beside the first at the same address: OAuth flows make several. */
  churn = 0;
  /** What was said when it appeared, kept while a deed may still turn an ordinary change into a doubtful one. */
  arrival: readonly Observed[] | undefined = undefined;
  /** Whether it teaches the baseline: no; yes; and its device has been told. */
  teaching: 0 | 1 | 2 = 0;

  constructor(index: number, footing: Footing, { time, uid }: Pick<Envelope, "time" | "uid">) {
    this.index = index;
    this.footing = footing;
    this.first = time;
    this.firstUid = uid;
  }

  get last(): number {
    return this.first + this.#elapsed;
  }
  get network(): Network {
    return this.footing.network;
  }
  get agent(): Agent {
    return this.footing.agent;
  }
  get dt(): string {
    return this.footing.dt;
  }
  get fp(): string {
    return this.footing.fp;
  }
  get deviceId(): string {
    return this.footing.deviceId;
  }
  get managed(): boolean {
    return this.footing.managed;
  }
  get lat(): number {
    return this.footing.lat;
  }
  get lon(): number {
    return this.footing.lon;
  }
  get city(): string {
    return this.footing.city;
  }

  /** Goes on from what was saved. */
  static restore(saved: SavedContext, index: number, footing: Footing): Context {
    const context = new Context(index, footing, { time: saved.first, uid: saved.uid });
    context.standing = saved.standing;
    context.#elapsed = saved.last - saved.first;
    context.events = saved.events;
    context.churn = saved.churn;
    context.arrival = saved.arrival ?? undefined;
    context.teaching = saved.teaching;
    return context;
  }

  /** Counts an event, and completes what is known of the device as events show it. */
  see(event: Envelope, owner: Owner): void {
    this.events++;
    if (event.time > this.last) this.#elapsed = event.time - this.first;
    const { footing } = this;
    const dt = deviceTokenOf(event);
    if (dt !== "" && dt !== footing.dt && footing.dt !== "") this.churn++;
    const more =
      (dt !== "" && footing.dt === "") ||
      (event.fp !== "" && footing.fp === "") ||
      (event.deviceId !== "" && footing.deviceId === "");
    if (!more) return;
    this.footing = share(owner, {
      ...footing,
      dt: footing.dt === "" ? dt : footing.dt,
      fp: footing.fp === "" ? event.fp : footing.fp,
      deviceId: footing.deviceId === "" ? event.deviceId : footing.deviceId,
      managed: footing.deviceId === "" ? event.deviceManaged : footing.managed,
    });
  }
}

/** Whether an event plainly comes from a context: same address, and a browser that does not contradict it. */
export function isFrom(context: Footing, event: Envelope, network: Network, agent: Agent): boolean {
  if (context.network.ip === network.ip) return context.agent.raw === agent.raw || mayBe(context.agent, agent);
  return (
    isSameNetwork(context.network, network) &&
    context.network.class === network.class &&
    (context.agent.raw === agent.raw || (context.agent.key === agent.key && context.agent.major <= agent.major)) &&
    isSameOrUnknown(context.dt, deviceTokenOf(event)) &&
    isSameOrUnknown(context.fp, event.fp) &&
    isSameOrUnknown(context.network.country, network.country)
  );
}

function isSameOrUnknown(a: string, b: string): boolean {
  return a === b || a === "" || b === "";
}

/** Whether two addresses are in one network. Without AS numbers neighbouring addresses must share a country too. */
export function isSameNetwork(a: Network, b: Network): boolean {
  return a.key === b.key && (a.asn !== 0 || a.country === b.country);
}

function mayBe(before: Agent, now: Agent): boolean {
  return now.kind === "none" || (now.key === before.key && now.major >= before.major);
}

/**
 * Whether a browser is older than the same browser was in another context of its session a minute or more ago. One
 * browser moves forward once; two that take turns are two.
 */
export function wentBack(from: Context, agent: Agent, event: Envelope): boolean {
  return (
    from.agent.key === agent.key &&
    agent.major > 0 &&
    agent.major < from.agent.major &&
    event.time - from.first >= 60_000
  );
}

/** Great-circle distance in kilometres between two contexts, `NaN` when a place is unknown (haversine, mean radius). */
export function kilometres(a: Footing, b: Footing): number {
  if (a.lat === NOWHERE || b.lat === NOWHERE) return Number.NaN;
  const radians = Math.PI / 18_000;
  const dLat = (b.lat - a.lat) * radians;
  const dLon = (b.lon - a.lon) * radians;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A place in words: "Lisbon, Portugal". */
export function placeOf(context: Footing): string {
  const parts = [context.city, context.network.country].filter((part) => part !== "");
  return parts.length === 0 ? "an unknown place" : parts.join(", ");
}

/** A network in words: "Example Hosting (AS64500, hosting)". */
export function networkInWords(network: Network): string {
  const org = network.org === "" ? network.ip : network.org;
  const facts = [network.asn === 0 ? "" : `AS${network.asn}`, network.class === "unknown" ? "" : network.class];
  const inside = facts.filter((fact) => fact !== "").join(", ");
  return inside === "" ? org : `${org} (${inside})`;
}
