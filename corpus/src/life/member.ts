import type { App } from "../cast/app.ts";
import { type City, officeCities } from "../cast/city.ts";
import { type Device, drawAgent, newDevice, upgraded, withOktaVerify } from "../cast/device.ts";
import { type Person, person } from "../cast/person.ts";
import { type Place, placeOn } from "../cast/place.ts";
import { type Agent, currentVersion } from "../cast/user-agent.ts";
import type { Factor } from "../gesture/sign-in.ts";
import type { Random } from "../random/random.ts";
import type { Scene, Session } from "../scene.ts";

/** A member of the tenant's staff, with what they own, where they go, and the sessions they have open. */
export interface Member {
  readonly who: Person;
  readonly random: Random;
  readonly city: City;
  readonly works: "office" | "home" | "hybrid";
  readonly office: Place;
  readonly home: Place;
  /** Addresses that the phone's carrier hands out in turn. */
  readonly carrier: readonly Place[];
  readonly apps: readonly App[];
  readonly admin: boolean;
  factor: Factor;
  computer: Profile;
  phone: Profile;
  /** Sessions that are open, by device. */
  readonly open: Map<Profile, Session>;
}

/** A browser profile that lasts: the device changes as the browser updates itself. */
export interface Profile {
  agent: Agent;
  device: Device;
}

export interface Hiring {
  readonly index: number;
  readonly at: number;
  readonly office: Place;
  readonly admin?: boolean;
  readonly carrier?: readonly Place[];
}

/** Gives a person machines, addresses and apps, all drawn from the person's own source of chance. */
export function hire(scene: Scene, hiring: Hiring): Member {
  const random = scene.random.fork(`member-${hiring.index}`);
  const city = hiring.office.city;
  const from = { random, addresses: scene.addresses };
  const who = person(hiring.index, scene.tenant.domain, random);
  const version = currentVersion(hiring.at) - (random.chance(0.25) ? 1 : 0);
  const factor: Factor = random.pick(["push", "push", "push", "fastpass", "fastpass", "webauthn", "otp"]);
  const member: Member = {
    who,
    random,
    city,
    works: random.pick(["office", "office", "home", "hybrid", "hybrid"]),
    office: hiring.office,
    home: placeOn("residential", city, from),
    carrier: hiring.carrier ?? [placeOn("mobile", city, from), placeOn("mobile", city, from)],
    apps: random.some(scene.tenant.apps, random.between(5, 10)),
    admin: hiring.admin ?? false,
    factor,
    computer: newProfile("computer", version, random),
    phone: newProfile("phone", version, random),
    open: new Map(),
  };
  if (factor === "fastpass") register(member, `${who.name.split(" ")[0] ?? "A"}s laptop`);
  scene.familiarity.learn(who.id, member.office, member.computer.device);
  scene.familiarity.learn(who.id, member.home, member.phone.device);
  return member;
}

export function newProfile(kind: "computer" | "phone", version: number, random: Random): Profile {
  const agent = drawAgent(kind, version, random);
  return { agent, device: newDevice(agent, random) };
}

/** The browser updates itself while it is in use; the cookies stay. */
export function upgradeBrowser(profile: Profile, by = 1): void {
  profile.agent = { ...profile.agent, version: profile.agent.version + by };
  profile.device = upgraded(profile.device, profile.agent);
}

function register(member: Member, name: string): void {
  member.computer.device = withOktaVerify(member.computer.device, name, member.random);
}

/** An office in a city; one address on the company's own network. */
export function drawOffice(scene: Scene, random: Random, city: City = random.pick(officeCities)): Place {
  return placeOn("office", city, { random, addresses: scene.addresses });
}
