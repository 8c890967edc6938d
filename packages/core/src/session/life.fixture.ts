import type { Envelope, Target } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import type { Network, NetworkClass } from "../network/network.ts";
import { SessionEngine, type SessionSettings } from "./engine.ts";

/** A place to be: an address with its network and coordinates. */
export interface Place {
  readonly ip: string;
  readonly asn: number;
  readonly asOrg: string;
  readonly class: NetworkClass;
  readonly country: string;
  readonly city: string;
  readonly lat: number;
  readonly lon: number;
}

export const OFFICE: Place = place("192.0.2.10", 64500, "Example ISP", "isp", "United States", "Austin", 30.3, -97.7);
export const CAFE: Place = place("198.51.100.7", 64501, "Example Cable", "isp", "United States", "Austin", 30.3, -97.8);
export const PHONE: Place = place(
  "198.51.100.77",
  64502,
  "Example Mobile",
  "mobile",
  "United States",
  "Dallas",
  32.8,
  -96.8,
);
export const VPN: Place = place(
  "203.0.113.5",
  64503,
  "Example VPN",
  "anonymiser",
  "Netherlands",
  "Amsterdam",
  52.4,
  4.9,
);
export const RELAY: Place = place(
  "203.0.113.90",
  64504,
  "Example Relay",
  "relay",
  "United States",
  "Dallas",
  32.8,
  -96.8,
);
export const SERVER: Place = place(
  "23.106.56.11",
  64505,
  "Example Hosting",
  "hosting",
  "Singapore",
  "Singapore",
  1.3,
  103.8,
);
export const NEAR: Place = place("192.0.2.200", 64500, "Example ISP", "isp", "United States", "Austin", 30.2, -97.7);

function place(
  ip: string,
  asn: number,
  asOrg: string,
  networkClass: NetworkClass,
  ...where: readonly [country: string, city: string, lat: number, lon: number]
): Place {
  const [country, city, lat, lon] = where;
  return { ip, asn, asOrg, class: networkClass, country, city, lat, lon };
}

export const CHROME_MAC: string = chrome("Macintosh; Intel Mac OS X 10_15_7", 118);
export const CHROME_WINDOWS: string = chrome("Windows NT 10.0; Win64; x64", 117);
export const SAFARI_MAC: string =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15";

export function chrome(system: string, major: number): string {
  return `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
}

/** Where, with what and in which session something is done. */
export interface As {
  readonly at: Place;
  readonly ua: string;
  readonly dt?: string;
  readonly fp?: string;
  readonly session?: string;
  readonly who?: string;
}

const CLASSES = new Map<string, Network>();

const START = Date.parse("2023-10-02T09:00:00Z");

/** A log in the making: each call adds an event a minute later, unless `after` says otherwise. */
export class Log {
  readonly events: Envelope[] = [];
  #time = START;
  #count = 0;

  /** Lets time pass. */
  wait(minutes: number): this {
    this.#time += minutes * 60_000;
    return this;
  }

  add(as: As, type: string, more: Partial<Envelope> = {}): this {
    this.#time += 60_000;
    this.#count++;
    const who = as.who ?? "jo";
    this.events.push({
      tenant: "acme",
      source: "okta.system_log",
      uid: `e-${String(this.#count).padStart(6, "0")}`,
      time: this.#time,
      type,
      outcome: "SUCCESS",
      reason: "",
      actorId: `00u${who}`,
      actorType: "User",
      actorName: `${who}@example.com`,
      actorDisplay: who,
      session: as.session ?? `idx${who}`,
      root: "",
      transaction: "",
      token: "",
      client: "",
      ip: as.at.ip,
      asn: as.at.asn,
      asOrg: as.at.asOrg,
      isp: as.at.asOrg,
      domain: "",
      isProxy: as.at.class === "anonymiser",
      tunnel: "",
      country: as.at.country,
      city: as.at.city,
      lat: as.at.lat,
      lon: as.at.lon,
      ua: as.ua,
      uaOs: "",
      uaBrowser: "",
      clientDevice: "Computer",
      dt: as.dt ?? "",
      fp: as.fp ?? "",
      deviceId: "",
      deviceManaged: false,
      uri: "",
      risk: "",
      positives: [],
      threat: false,
      credential: "",
      factor: "",
      privilege: "",
      targets: [],
      at: { file: "log", line: this.#count, offset: 0, length: 0 },
      ...more,
    });
    CLASSES.set(as.at.ip, networkOfPlace(as.at));
    return this;
  }

  /** A sign-in with a pushed second factor. */
  signIn(as: As, more: Partial<Envelope> = {}): this {
    return this.add(as, "user.authentication.auth_via_mfa", { factor: "OKTA_VERIFY_PUSH", ...more }).add(
      as,
      "user.session.start",
      more,
    );
  }

  /** Opens some applications. */
  work(as: As, times = 3): this {
    for (let n = 0; n < times; n++) this.add(as, "user.authentication.sso", { targets: [app(`App ${n % 3}`)] });
    return this;
  }

  /** Days of ordinary work, each with a sign-in and a session of its own. */
  days(as: As, count: number): this {
    for (let day = 0; day < count; day++) {
      const today = { ...as, session: `idx${as.who ?? "jo"}-day${day}` };
      this.signIn(today)
        .work(today, 10)
        .wait(24 * 60 - 12);
    }
    return this;
  }
}

export function app(name: string): Target {
  return { id: `0oa${name.replaceAll(" ", "")}`, type: "AppInstance", name, display: name };
}

export function user(name: string): Target {
  return { id: `00u${name}`, type: "User", name: `${name}@example.com`, display: name };
}

function networkOfPlace(at: Place): Network {
  return {
    ip: at.ip,
    asn: at.asn,
    org: at.asOrg,
    country: at.country,
    class: at.class,
    ours: false,
    key: `AS${at.asn}`,
    because: "",
  };
}

export function networkOf(event: Envelope): Network {
  const network = CLASSES.get(event.ip);
  if (network === undefined) throw new RangeError(`No place has the address ${event.ip}`);
  return network;
}

/** Runs the engine over a log and returns what it found. */
export function judge(log: Log, settings: Partial<SessionSettings> = {}): readonly Finding[] {
  const engine = new SessionEngine({ networkOf, ...settings });
  for (const event of log.events) engine.observe(event);
  return engine.findings();
}

/** `rule at severity` of each finding: what most tests ask for. */
export function verdicts(log: Log): readonly string[] {
  return judge(log).map((finding) => `${finding.rule.id} at ${finding.severity}`);
}
