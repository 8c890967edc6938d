import type { Envelope } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import type { Certainty } from "./scope.ts";
import type { SeenEvent } from "./event-port.ts";

/** Whether an event is the intruder's, and why. */
export interface Claim {
  readonly certainty: Certainty;
  /** A sentence. */
  readonly why: string;
}

/** What places are told apart by. */
interface Place {
  readonly ips: Set<string>;
  readonly devices: Set<string>;
  readonly agents: Set<string>;
  readonly networks: Set<number>;
}

type Side = 1 | 0 | -1;

/**
 * Where the intruder stood and where the owner, in one session: what a finding's story says, and what the events it
 * names show. An event that the story does not name is told by its place: an address, device token, agent or network
 * that only one of the two was seen with.
 */
export class Places {
  readonly #intruder: Place = emptyPlace();
  readonly #owner: Place = emptyPlace();
  readonly #intruders = new Set<string>();
  readonly #owners = new Set<string>();
  readonly #unclear = new Set<string>();
  /** The first event that may be the intruder's, milliseconds. */
  readonly since: number;
  readonly finding: string;

  constructor(finding: Finding) {
    this.finding = finding.id;
    const { story } = finding;
    this.since = Date.parse(story?.takeover ?? finding.first);
    const roles = new Map(story?.contexts.map(({ name, role }) => [name, role]));
    for (const { role, ip } of story?.contexts ?? []) {
      if (role === "unclear") this.#unclear.add(ip);
      else if (ip !== "") (role === "intruder" ? this.#intruder : this.#owner).ips.add(ip);
    }
    for (const { uid, context } of story?.steps ?? []) {
      const role = roles.get(context);
      if (role === "intruder") this.#intruders.add(uid);
      if (role === "victim") this.#owners.add(uid);
    }
    for (const { kind, uid, also = [] } of finding.evidence)
      if (kind === "context.events" || story === undefined)
        for (const one of [uid, ...also]) if (!this.#owners.has(one)) this.#intruders.add(one);
  }

  /** Learns the places from the events that the finding names, and from those before the intruder came. */
  learn(events: Iterable<SeenEvent>): void {
    for (const { envelope } of events) {
      if (this.#intruders.has(envelope.uid)) note(this.#intruder, envelope);
      else if (this.#owners.has(envelope.uid) || envelope.time < this.since) note(this.#owner, envelope);
    }
  }

  /** What an event of the session is; `undefined` when it is the owner's, or nobody's. */
  judge(event: Envelope): Claim | undefined {
    if (this.#intruders.has(event.uid))
      return { certainty: "certain", why: `The finding ${this.finding} names it as the intruder's` };
    if (this.#owners.has(event.uid) || event.time < this.since || event.actorType === "SystemPrincipal")
      return undefined;
    const ip = this.#side("ips", event.ip);
    const device = this.#side("devices", event.dt);
    const agent = this.#side("agents", event.ua);
    const network = this.#side("networks", event.asn);
    const sides: readonly Side[] = [ip, device, agent, network];
    const [theirs, owners] = [sides.includes(1), sides.includes(-1)];
    if (theirs && !owners)
      return ip === 1 || device === 1
        ? {
            certainty: "certain",
            why: `From ${ip === 1 ? event.ip : "the intruder's device"}, where only the intruder was`,
          }
        : {
            certainty: "likely",
            why: `With the intruder's ${agent === 1 ? "browser" : "network"}, which the owner does not have`,
          };
    // An address can be shared and a browser copied; the cookie that names a device is harder to come by.
    if (theirs && (device === 1 || (ip === 1 && device !== -1)))
      return {
        certainty: "likely",
        why: `From the intruder's ${device === 1 ? "device" : `address ${event.ip}`}, though something else is the owner's`,
      };
    if (theirs) return { certainty: "possible", why: "Something is the intruder's and something the owner's" };
    if (!owners && this.#unclear.has(event.ip))
      return { certainty: "possible", why: `From ${event.ip}, of which the finding cannot say whose it is` };
    return undefined;
  }

  /** Addresses of the intruder that were not the owner's too. */
  get addresses(): readonly string[] {
    return [...this.#intruder.ips].filter((ip) => !this.#owner.ips.has(ip));
  }

  #side<K extends keyof Place>(what: K, value: Place[K] extends Set<infer V> ? V : never): Side {
    if (value === "" || value === 0) return 0;
    const [theirs, owners] = [
      (this.#intruder[what] as Set<unknown>).has(value),
      (this.#owner[what] as Set<unknown>).has(value),
    ];
    return theirs === owners ? 0 : theirs ? 1 : -1;
  }
}

function emptyPlace(): Place {
  return { ips: new Set(), devices: new Set(), agents: new Set(), networks: new Set() };
}

function note(place: Place, { ip, dt, ua, asn }: Envelope): void {
  if (ip !== "") place.ips.add(ip);
  if (dt !== "") place.devices.add(dt);
  if (ua !== "") place.agents.add(ua);
  if (asn !== 0) place.networks.add(asn);
}
