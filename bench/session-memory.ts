/**
 * What a live session costs in memory: bytes a session of everything the engine keeps, its registry, the people and
 * their baselines included. People sign in again and again on the devices they own, from the places they know, as
 * most do; one in twenty sessions changes its network once. Strings that differ from event to event (uids, session
 * ids) are made anew, strings that come again (names, addresses, device tokens) are the reader's interned ones.
 *
 *   node --expose-gc --conditions=source bench/session-memory.ts [--sessions 1000000] [--users 100000]
 *
 * Prints the growth of the heap (`process.memoryUsage` after a full collection) divided by the sessions alive.
 */
import { parseArgs } from "node:util";
import { type Envelope, type Network, SessionEngine } from "@nightlatch/core";

const DAY = 86_400_000;
const START = Date.UTC(2026, 4, 4);
const AGENTS = [118, 119, 120].flatMap((major) =>
  ["Macintosh; Intel Mac OS X 10_15_7", "Windows NT 10.0; Win64; x64", "X11; Linux x86_64"].map(
    (system) => `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`,
  ),
);

/** A small generator of chance (mulberry32), so that each run measures the same. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Owner {
  readonly id: string;
  readonly name: string;
  readonly homes: readonly string[];
  readonly devices: readonly { readonly dt: string; readonly fp: string; readonly ua: string }[];
}

/** Flat strings, as a decoder makes them: joined ones would be trees of their parts. */
function flat(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

function owners(count: number, random: () => number): readonly Owner[] {
  const hex = (length: number): string => {
    let text = "";
    while (text.length < length)
      text += Math.floor(random() * 0xffff_ffff)
        .toString(16)
        .padStart(8, "0");
    return flat(text.slice(0, length));
  };
  return Array.from({ length: count }, (_, n): Owner => {
    const device = (): Owner["devices"][number] => ({
      dt: hex(64),
      fp: hex(32),
      ua: AGENTS[Math.floor(random() * AGENTS.length)] ?? "",
    });
    return {
      id: flat(`00u${n.toString(36).padStart(17, "0")}`),
      name: flat(`person.${n}@example.com`),
      homes: [flat(`10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`), flat(`192.0.2.${Math.floor(random() * 40)}`)],
      devices: random() < 0.4 ? [device(), device()] : [device()],
    };
  });
}

const networks = new Map<string, Network>();

function networkOf({ ip }: Envelope): Network {
  let network = networks.get(ip);
  if (network === undefined) {
    const asn = 64_500 + (Number(ip.split(".")[2]) % 40);
    const org = "Example ISP";
    network = { ip, asn, org, country: "Portugal", class: "isp", ours: false, key: `AS${asn}`, because: "" };
    networks.set(ip, network);
  }
  return network;
}

let events = 0;

function event(owner: Owner, device: Owner["devices"][number], more: Partial<Envelope>): Envelope {
  events++;
  return {
    tenant: "acme",
    source: "okta.system_log",
    uid: flat(`${events.toString(16).padStart(8, "0")}-1c09-11ef-9efb-6efe764acc06`),
    time: 0,
    type: "user.authentication.sso",
    outcome: "SUCCESS",
    reason: "",
    actorId: owner.id,
    actorType: "User",
    actorName: owner.name,
    actorDisplay: owner.name,
    session: "",
    root: "",
    transaction: "",
    token: "",
    client: "",
    ip: "",
    asn: 64_500,
    asOrg: "Example ISP",
    isp: "Example ISP",
    domain: "example.com",
    isProxy: false,
    tunnel: "",
    country: "Portugal",
    city: "Lisbon",
    lat: 38.72,
    lon: -9.14,
    ua: device.ua,
    uaOs: "",
    uaBrowser: "",
    clientDevice: "Computer",
    dt: device.dt,
    fp: "",
    deviceId: "",
    deviceManaged: false,
    uri: "",
    risk: "LOW",
    positives: [],
    threat: false,
    credential: "",
    factor: "",
    privilege: "",
    targets: [],
    at: { file: "bench", line: 0, offset: 0, length: 0 },
    ...more,
  };
}

function heap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

function measure(sessions: number, users: number): void {
  const random = chance(20_231_018);
  const people = owners(users, random);
  for (const owner of people) for (const ip of owner.homes) networkOf({ ip } as Envelope);
  const before = heap();
  const engine = new SessionEngine({ networkOf });
  // All within ten days, so that every session is still alive at the end.
  const step = (10 * DAY) / sessions;
  for (let n = 0; n < sessions; n++) {
    const owner = people[Math.floor(random() * people.length)];
    const device = owner?.devices[Math.floor(random() * (owner.devices.length || 1))];
    if (owner === undefined || device === undefined) continue;
    const ip = owner.homes[random() < 0.7 ? 0 : 1] ?? "";
    const session = flat(`idx${n.toString(36).padStart(22, "0")}`);
    const time = Math.round(START + n * step);
    engine.observe(
      event(owner, device, {
        type: "user.authentication.auth_via_mfa",
        factor: "OKTA_VERIFY_PUSH",
        time,
        ip,
        fp: device.fp,
      }),
    );
    engine.observe(event(owner, device, { type: "user.session.start", session, time: time + 1000, ip, fp: device.fp }));
    for (let done = 0; done < 3; done++)
      engine.observe(
        event(owner, device, {
          session,
          time: time + 60_000 * (done + 1),
          ip: random() < 0.016 ? (owner.homes[1] ?? "") : ip,
        }),
      );
  }
  const grown = heap() - before;
  // Named after the measurement, so that neither is collected before it.
  const alive = engine.sessions;
  process.stdout.write(
    `${alive} sessions of ${engine.users} people, ${events} events, ${engine.findings().length} findings, ${people.length} owners\n` +
      `${(grown / 1e6).toFixed(0)} MB, ${(grown / alive).toFixed(0)} bytes a live session; ${engine.evicted} forgotten for want of room\n`,
  );
}

const { values } = parseArgs({
  options: { sessions: { type: "string", default: "1000000" }, users: { type: "string", default: "100000" } },
});
if (globalThis.gc === undefined) throw new Error("Run without --expose-gc; node --expose-gc is wanted");
measure(Number(values.sessions), Number(values.users));
