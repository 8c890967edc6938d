import type { Agent } from "../agent/index.ts";
import type { Envelope } from "../event/envelope.ts";
import type { Network } from "../network/network.ts";

/**
 * Where a person stands: one network, one device, one browser. People stand in few places and open many sessions
 * there, so all of a person's sessions share one object for each. It never changes: what more becomes known of a
 * context is another footing.
 */
export interface Footing {
  readonly network: Network;
  readonly agent: Agent;
  /** Device token hash, fingerprint and device id: the first one seen, `""` when none was. */
  readonly dt: string;
  readonly fp: string;
  readonly deviceId: string;
  readonly managed: boolean;
  /** Hundredths of a degree, so that a million of them hold small integers; `NOWHERE` when unknown. */
  readonly lat: number;
  readonly lon: number;
  readonly city: string;
}

export const NOWHERE = -100_000;
/** Footings of one person that are kept for sharing. */
const KEPT = 4;

/**
 * The device token an event shows. OAuth exchanges keep cookie jars of their own and make tokens that belong to an
 * application, not to the device (elastic/detection-rules#5947): theirs say nothing.
 */
export function deviceTokenOf(event: Envelope): string {
  return event.type.startsWith("app.oauth2.") ? "" : event.dt;
}

/** How a network is remembered: an address that is a proxy today is not the line it was before. */
export function habitOf(network: Network): string {
  let habit = HABITS.get(network);
  if (habit === undefined) {
    const key = `${network.key} ${network.class}`;
    habit = network.asn === 0 ? `${key} ${network.country}` : key;
    HABITS.set(network, habit);
  }
  return habit;
}

/** One text for each network, however often it is asked for. */
const HABITS = new WeakMap<Network, string>();

/** Where an event came from. */
export type From = Pick<Footing, "network" | "agent">;

/** Whose footings are shared. */
export interface Owner {
  footings: readonly Footing[];
}

/** Where one event was done from. */
export function footingOf(owner: Owner, event: Envelope, from: From): Footing {
  return share(owner, {
    network: from.network,
    agent: from.agent,
    dt: deviceTokenOf(event),
    fp: event.fp,
    deviceId: event.deviceId,
    managed: event.deviceManaged,
    lat: Number.isNaN(event.lat) ? NOWHERE : Math.round(event.lat * 100),
    lon: Number.isNaN(event.lon) ? NOWHERE : Math.round(event.lon * 100),
    city: event.city,
  });
}

/** The owner's footing that is equal, else the given one, which is theirs from now on. */
export function share(owner: Owner, wanted: Footing): Footing {
  for (const one of owner.footings) if (isEqual(one, wanted)) return one;
  owner.footings = [...owner.footings.slice(1 - KEPT), wanted];
  return wanted;
}

function isEqual(a: Footing, b: Footing): boolean {
  return (
    isEqualNetwork(a.network, b.network) &&
    a.agent.raw === b.agent.raw &&
    a.dt === b.dt &&
    a.fp === b.fp &&
    a.deviceId === b.deviceId &&
    a.managed === b.managed &&
    a.lat === b.lat &&
    a.lon === b.lon &&
    a.city === b.city
  );
}

function isEqualNetwork(a: Network, b: Network): boolean {
  if (a === b) return true;
  return a.ip === b.ip && a.asn === b.asn && a.org === b.org && a.country === b.country && a.class === b.class;
}
