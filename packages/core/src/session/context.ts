import type { Agent } from "../agent/index.ts";
import type { Seen } from "../baseline/index.ts";
import type { Envelope } from "../event/envelope.ts";
import type { Network } from "../network/network.ts";
import type { Observed } from "./observed.ts";

/**
 * Where a session is used from: one network, one device, one browser.
 *
 * `settled` opened the session or was proved again; `explained` differs, with an ordinary reason; `foreign` differs
 * and nothing ordinary explains it.
 */
export interface Context {
  /** 0 for the context that opened the session, then in order of appearance. */
  readonly index: number;
  network: Network;
  agent: Agent;
  /** Device token hash, fingerprint and device id: the first one seen, `""` when none was. */
  dt: string;
  fp: string;
  deviceId: string;
  managed: boolean;
  /** Hundredths of a degree, so that a million contexts hold small integers; `NOWHERE` when unknown. */
  lat: number;
  lon: number;
  city: string;
  standing: "settled" | "explained" | "foreign";
  /** Milliseconds. */
  first: number;
  last: number;
  firstUid: string;
  events: number;
  /** Device tokens seen beside the first at the same address: OAuth flows make several. */
  churn: number;
  /** What was said when it appeared, kept while a deed may still turn an ordinary change into a doubtful one. */
  arrival: readonly Observed[] | undefined;
  /** Baseline entries this context counts on; absent while it must not teach. */
  teaches: Teaching | undefined;
}

export interface Teaching {
  readonly network: Seen;
  readonly agent: Seen;
  readonly country: Seen | undefined;
  device: Seen | undefined;
}

export const NOWHERE = -100_000;

/**
 * The device token an event shows. OAuth exchanges keep cookie jars of their own and make tokens that belong to an
 * application, not to the device (elastic/detection-rules#5947): theirs say nothing.
 */
export function deviceTokenOf(event: Envelope): string {
  return event.type.startsWith("app.oauth2.") ? "" : event.dt;
}

/** The context of one event, before it is compared with any other. */
export function contextOf(event: Envelope, network: Network, agent: Agent, index: number): Context {
  return {
    index,
    network,
    agent,
    dt: deviceTokenOf(event),
    fp: event.fp,
    deviceId: event.deviceId,
    managed: event.deviceManaged,
    lat: Number.isNaN(event.lat) ? NOWHERE : Math.round(event.lat * 100),
    lon: Number.isNaN(event.lon) ? NOWHERE : Math.round(event.lon * 100),
    city: event.city,
    standing: "settled",
    first: event.time,
    last: event.time,
    firstUid: event.uid,
    events: 0,
    churn: 0,
    arrival: undefined,
    teaches: undefined,
  };
}

/** Whether an event plainly comes from a context: same address, and a browser that does not contradict it. */
export function isFrom(context: Context, event: Envelope, network: Network, agent: Agent): boolean {
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
  return from.agent.key === agent.key && agent.major > 0 && agent.major < from.agent.major && event.time - from.first >= 60_000;
}

/** Great-circle distance in kilometres between two contexts, `NaN` when a place is unknown (haversine, mean radius). */
export function kilometres(a: Context, b: Context): number {
  if (a.lat === NOWHERE || b.lat === NOWHERE) return Number.NaN;
  const radians = Math.PI / 18_000;
  const dLat = (b.lat - a.lat) * radians;
  const dLon = (b.lon - a.lon) * radians;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** How a network is remembered: an address that is a proxy today is not the line it was before. */
export function habitOf(network: Network): string {
  const key = `${network.key} ${network.class}`;
  return network.asn === 0 ? `${key} ${network.country}` : key;
}

/** A place in words: "Lisbon, Portugal". */
export function placeOf(context: Context): string {
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
