import { cities, kilometres } from "../cast/city.ts";
import { type Device, newDevice, scripted } from "../cast/device.ts";
import { publishedPlace, published2023Addresses } from "../cast/indicators.ts";
import { type Place, placeOn } from "../cast/place.ts";
import {
  agentText,
  type Browser,
  currentVersion,
  published2023Agents,
  scriptedAgents,
  type System,
} from "../cast/user-agent.ts";
import type { Seat } from "../scene.ts";
import type { Stage } from "./stage.ts";

/** How the stolen cookies are carried and from where; what a variant may draw. */
export interface Traits {
  /** The whole jar keeps the victim's device token; the session cookie alone comes with another or none. */
  readonly jar: "whole" | "cookie";
  readonly agent: "other-browser" | "other-system" | "victims" | "scripted" | "published";
  readonly network: "hosting" | "vpn" | "published" | "residential-proxy";
  readonly near: boolean;
}

export interface Intruder {
  readonly seat: Seat;
  readonly traits: Traits;
}

const faraway = [cities.bucharest, cities.lagos, cities.kualaLumpur, cities.warsaw, cities.saoPaulo, cities.amsterdam];

/** Puts an intruder into the victim's session. */
export function intrude(stage: Stage, victim: Seat, traits: Traits): Intruder {
  return {
    seat: { ...victim, place: intruderPlace(stage, traits), device: intruderDevice(stage, victim.device, traits) },
    traits,
  };
}

export function intruderPlace(stage: Stage, traits: Pick<Traits, "network" | "near">): Place {
  const { random, scene, place } = stage;
  if (traits.network === "published") return publishedPlace(random.pick(published2023Addresses));
  const far = random.pick(faraway.filter((city) => city.country !== place.city.country));
  const from = { random, addresses: scene.addresses };
  const city = traits.near ? place.city : far;
  if (traits.network !== "residential-proxy") {
    const at = placeOn(traits.network, city, from);
    // Not every exit of a VPN is known as one.
    return traits.network === "vpn" && random.chance(0.3)
      ? { ...at, isProxy: false, operator: null, service: null }
      : at;
  }
  const at = placeOn("residential", city, from);
  return random.chance(0.4) ? { ...at, isProxy: true, service: "Residential Proxy" } : at;
}

export function intruderDevice(stage: Stage, victims: Device, traits: Pick<Traits, "jar" | "agent">): Device {
  const { random } = stage;
  const own = ownDevice(stage, victims, traits.agent);
  const dtHash =
    traits.jar === "whole" ? victims.dtHash : own.fingerprint === null && random.chance(0.5) ? null : random.hex(64);
  return { ...own, dtHash, registered: null };
}

function ownDevice(stage: Stage, victims: Device, agent: Traits["agent"]): Device {
  const { random, member } = stage;
  const theirs = member.computer.agent;
  if (agent === "scripted") return scripted(random.pick(scriptedAgents));
  if (agent === "victims") return { ...newDevice(theirs, random), agent: victims.agent };
  if (agent === "published") {
    const other = published2023Agents.filter((one) => one.os !== victims.agent.os);
    return { ...newDevice(theirs, random), agent: random.pick(other) };
  }
  const version = currentVersion(stage.midnight);
  if (agent === "other-browser") {
    const browser = random.pick(browsers.filter((one) => one !== theirs.browser));
    return newDevice({ ...theirs, browser, version }, random);
  }
  const system = random.pick(systems.filter((one) => agentText({ ...theirs, system: one }).os !== victims.agent.os));
  const browser = random.pick(["chrome", "firefox"] as const);
  return newDevice({ system, browser, version: version - random.between(0, 3) }, random);
}

const browsers: readonly Browser[] = ["chrome", "firefox", "edge"];
const systems: readonly System[] = ["windows", "linux", "mac"];

/** What the log shows of the intruder beside the bare change of address. */
export function tellsOf(victim: Seat, intruder: Intruder): string[] {
  const { seat, traits } = intruder;
  const tells: string[] = [];
  if (traits.agent === "scripted") tells.push("scripted agent");
  if (seat.device.agent.os !== victim.device.agent.os) tells.push("other operating system");
  if (seat.device.agent.browser !== victim.device.agent.browser) tells.push("other browser");
  if (traits.network === "published") tells.push("published address");
  if (traits.network === "hosting") tells.push("hosting network");
  if (traits.network === "vpn") tells.push("anonymiser network");
  if (seat.place.service === "Residential Proxy") tells.push("residential proxy");
  if (kilometres(seat.place.city, victim.place.city) > 500) tells.push("impossible travel");
  if (seat.device.dtHash !== victim.device.dtHash) tells.push("other device token");
  return tells;
}
