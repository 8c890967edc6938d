import type { App } from "./cast/app.ts";
import type { Device } from "./cast/device.ts";
import { oktaId, type Person } from "./cast/person.ts";
import { Addresses, type Place } from "./cast/place.ts";
import type { EventType } from "./event-types.ts";
import { Familiarity } from "./familiarity.ts";
import { type Entity, logEvent, type LogEvent, type Target } from "./log-event.ts";
import type { Random } from "./random/random.ts";

/** Which engine the tenant runs on: the session ids, the endpoints and the order of sign-in events differ. */
export type Flavour = "identity-engine" | "classic";

/** Who acts, from where, on what, in which session: the four things that a stolen session mixes up. */
export interface Seat {
  readonly who: Person;
  readonly place: Place;
  readonly device: Device;
  readonly session: Session;
}

/** A session of Okta as its events name it. */
export interface Session {
  /** authenticationContext.externalSessionId. */
  readonly id: string;
  /** The id that the events of the sign-in carry before the session exists. */
  readonly transient: string;
  /** Undefined in tenants whose events carry no root session. */
  readonly root: string | undefined;
  readonly startedAt: number;
}

/** One thing done. What is left out takes the plain value: success, no targets, no client id. */
export interface Deed {
  readonly at: number;
  readonly verb: EventType;
  readonly actor?: Entity;
  readonly session?: string | null;
  readonly result?: string;
  readonly reason?: string;
  readonly uri?: string;
  readonly debug?: Readonly<Record<string, string>>;
  readonly targets?: readonly Target[] | null;
  readonly clientId?: string;
  readonly apiToken?: string;
  readonly transaction?: string;
  readonly credential?: { readonly provider: string | null; readonly type: string | null };
  readonly issuer?: { readonly id: string; readonly type: string };
  /** Sign-in endpoints run a script that sends the fingerprint; the others do not. */
  readonly fingerprint?: boolean;
}

/** A tenant: what its events have in common. */
export interface Tenant {
  readonly name: string;
  readonly domain: string;
  readonly origin: string;
  readonly flavour: Flavour;
  /** Whether events of this tenant carry rootSessionId. */
  readonly roots: boolean;
  readonly apps: readonly App[];
}

/** An event, and beside it (never in it) what it really was. */
export interface Entry {
  readonly at: number;
  readonly event: LogEvent;
  /** Kind of ordinary life, or part of an attack. */
  readonly label: string;
}

/**
 * Where events are written as things happen: ids come from its own source of chance, and it knows what is familiar
 * about each person, as Okta's behaviour detection does.
 */
export class Scene {
  readonly random: Random;
  readonly tenant: Tenant;
  readonly addresses: Addresses;
  readonly familiarity: Familiarity = new Familiarity();
  /** Where the servers of apps run, by app id. */
  readonly servers: Map<string, { place: Place; device: Device; as: "user" | "client" }> = new Map();
  label = "life";
  #entries: Entry[] = [];

  constructor(tenant: Tenant, random: Random, addresses: Addresses = new Addresses()) {
    this.tenant = tenant;
    this.random = random;
    this.addresses = addresses;
  }

  /** Writes a deed done from a seat, or by a program or by Okta itself when there is none. */
  write(seat: Partial<Seat>, deed: Deed): LogEvent {
    const { random } = this;
    const device = seat.device ?? null;
    const requestId = transactionId(random);
    const session = deed.session === undefined ? (seat.session?.id ?? null) : deed.session;
    const root = seat.session?.root;
    const event = logEvent({
      at: deed.at,
      verb: deed.verb,
      actor: deed.actor ?? (seat.who === undefined ? oktaSystem : userEntity(seat.who)),
      place: seat.place ?? null,
      device,
      session,
      ...(this.tenant.roots ? { root: root ?? null } : {}),
      result: deed.result ?? "SUCCESS",
      reason: deed.reason ?? null,
      debug: seat.place === undefined ? (deed.debug ?? {}) : this.#debug(device, deed, requestId),
      targets: deed.targets ?? null,
      clientId: deed.clientId ?? null,
      apiToken: deed.apiToken ?? null,
      transaction: deed.transaction ?? (seat.place === undefined ? oktaId("t", random) : requestId),
      uuid: uuid(random),
      credential: deed.credential,
      issuer: deed.issuer,
    });
    this.#entries.push({ at: deed.at, event, label: this.label });
    return event;
  }

  /** How many entries there are; `writtenSince` a number of them answers the ones that came after. */
  get written(): number {
    return this.#entries.length;
  }

  writtenSince(before: number): Entry[] {
    return this.#entries.slice(before);
  }

  /** Takes what has been written so far. */
  take(): Entry[] {
    const taken = this.#entries;
    this.#entries = [];
    return taken;
  }

  /** Leaves out what was written, as an export that begins too late does. */
  drop(which: (entry: Entry) => boolean): void {
    this.#entries = this.#entries.filter((entry) => !which(entry));
  }

  #debug(device: Device | null, deed: Deed, requestId: string): Record<string, string> {
    const debug: Record<string, string> = {};
    if (deed.fingerprint === true && device !== null && device.fingerprint !== null)
      debug["deviceFingerprint"] = device.fingerprint;
    debug["requestId"] = requestId;
    if (device !== null && device.dtHash !== null) debug["dtHash"] = device.dtHash;
    if (deed.fingerprint === true) debug["origin"] = this.tenant.origin;
    if (deed.uri !== undefined) {
      debug["requestUri"] = deed.uri;
      debug["url"] = `${deed.uri}?`;
    }
    debug["threatSuspected"] = "false";
    return { ...debug, ...deed.debug };
  }
}

/** Okta itself, as actor. */
const oktaSystem: Entity = {
  id: "00uspSystemPrincipal0",
  type: "SystemPrincipal",
  alternateId: "system@okta.com",
  displayName: "Okta System",
  detailEntry: null,
};

export function userEntity(who: Person): Entity {
  return { id: who.id, type: "User", alternateId: who.login, displayName: who.name, detailEntry: null };
}

export function appTarget(app: App): Target {
  return {
    id: app.id,
    type: "AppInstance",
    alternateId: app.label,
    displayName: app.label,
    detailEntry: { signOnModeType: app.mode },
  };
}

/** A session that opens at `at`, named as the tenant's engine names them. */
export function openSession(scene: Scene, at: number): Session {
  const { random, tenant } = scene;
  const id = tenant.flavour === "classic" ? sessionId("102", random) : sessionId("idx", random);
  return { id, transient: sessionId("trs", random), root: tenant.roots ? id : undefined, startedAt: at };
}

function sessionId(prefix: string, random: Random): string {
  return prefix + random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", 22);
}

export function transactionId(random: Random): string {
  return `Z${random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@", 22)}AAA${random.text("ABCDEFGHIJ0123456789", 2)}`;
}

function uuid(random: Random): string {
  const hex = random.hex(28);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11ef-${hex.slice(12, 16)}-${hex.slice(16)}`;
}
