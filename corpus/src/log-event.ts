import type { City } from "./cast/city.ts";
import type { Device, RegisteredDevice } from "./cast/device.ts";
import type { Place } from "./cast/place.ts";
import { type EventType, eventTypes } from "./event-types.ts";

/** One record of the System Log, whole, nulls and all, its members in the order in which Okta writes them. */
export interface LogEvent {
  readonly actor: Entity;
  readonly client: {
    readonly userAgent: { readonly rawUserAgent: string; readonly os: string | null; readonly browser: string } | null;
    readonly zone: string | null;
    readonly device: string | null;
    readonly id: string | null;
    readonly ipAddress: string | null;
    readonly geographicalContext: Geography | null;
  };
  readonly device: RegisteredDevice | null;
  readonly authenticationContext: {
    readonly authenticationProvider: string | null;
    readonly credentialProvider: string | null;
    readonly credentialType: string | null;
    readonly issuer: { readonly id: string; readonly type: string } | null;
    readonly interface: string | null;
    readonly authenticationStep: number;
    readonly rootSessionId?: string | null;
    readonly externalSessionId: string | null;
  };
  readonly displayMessage: string;
  readonly eventType: EventType;
  readonly outcome: { readonly result: string; readonly reason: string | null };
  readonly published: string;
  readonly securityContext: {
    readonly asNumber: number | null;
    readonly asOrg: string | null;
    readonly isp: string | null;
    readonly domain: string | null;
    readonly isProxy: boolean | null;
  };
  readonly severity: "DEBUG" | "INFO" | "WARN" | "ERROR";
  readonly debugContext: { readonly debugData: Readonly<Record<string, string>> };
  readonly legacyEventType: string | null;
  readonly transaction: {
    readonly type: string;
    readonly id: string;
    readonly detail: Readonly<Record<string, string>>;
  };
  readonly uuid: string;
  readonly version: "0";
  readonly request: { readonly ipChain: readonly IpHop[] };
  readonly target: readonly Target[] | null;
}

export interface Entity {
  readonly id: string;
  readonly type: string;
  readonly alternateId: string;
  readonly displayName: string;
  readonly detailEntry: Readonly<Record<string, string>> | null;
}

export interface Target extends Entity {
  readonly changeDetails?: {
    readonly from: Readonly<Record<string, string>>;
    readonly to: Readonly<Record<string, string>>;
  };
}

interface Geography {
  readonly city: string | null;
  readonly state: string | null;
  readonly country: string;
  readonly postalCode: string | null;
  readonly geolocation: { readonly lat: number; readonly lon: number };
}

interface IpHop {
  readonly ip: string;
  readonly geographicalContext: Geography | null;
  readonly version: "V4" | "V6";
  readonly source: null;
}

/** The facts of one record; `logEvent` fills in everything that follows from them. */
export interface Facts {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly verb: EventType;
  readonly actor: Entity;
  /** Null for work that Okta does by itself: no client address, no user agent. */
  readonly place: Place | null;
  readonly device: Device | null;
  readonly session: string | null;
  /** Absent when the tenant's events carry no root session. */
  readonly root?: string | null;
  readonly result: string;
  readonly reason: string | null;
  readonly credential?: { readonly provider: string | null; readonly type: string | null } | undefined;
  readonly issuer?: { readonly id: string; readonly type: string } | undefined;
  readonly debug: Readonly<Record<string, string>>;
  readonly targets: readonly Target[] | null;
  readonly clientId: string | null;
  readonly apiToken: string | null;
  readonly transaction: string;
  readonly uuid: string;
  /** Hosts between the client and Okta, nearest first, written behind the client in ipChain. */
  readonly hops?: readonly Place[];
}

/** Writes the record as Okta would. */
export function logEvent(facts: Facts): LogEvent {
  const { place, device } = facts;
  const [message, legacyName] = eventTypes[facts.verb];
  const failed = facts.result === "FAILURE" || facts.result === "DENY";
  const agent = device === null ? null : device.agent;
  const context = { authenticationProvider: null, ...credentials(facts), interface: null, authenticationStep: 0 };
  return {
    actor: facts.actor,
    client: {
      userAgent: agent === null ? null : { rawUserAgent: agent.rawUserAgent, os: agent.os, browser: agent.browser },
      zone: place === null ? null : place.network.kind === "office" ? "Corporate" : "null",
      device: agent === null ? null : agent.device,
      id: facts.clientId,
      ipAddress: place === null ? null : place.ip,
      geographicalContext: place === null ? null : geography(place.city),
    },
    device: device === null ? null : device.registered,
    authenticationContext:
      facts.root === undefined
        ? { ...context, externalSessionId: facts.session }
        : { ...context, rootSessionId: facts.root, externalSessionId: facts.session },
    displayMessage: message,
    eventType: facts.verb,
    outcome: { result: facts.result, reason: facts.reason },
    published: new Date(facts.at).toISOString(),
    securityContext: {
      asNumber: place === null ? null : place.network.asNumber,
      asOrg: place === null ? null : place.network.asOrg,
      isp: place === null ? null : place.network.isp,
      domain: place === null ? null : place.network.domain,
      isProxy: place === null ? null : place.isProxy,
    },
    severity: failed || facts.result === "CHALLENGE" ? (failed ? "WARN" : "INFO") : "INFO",
    debugContext: { debugData: { ...facts.debug, ...tunnels(place) } },
    legacyEventType: legacy(legacyName, facts),
    transaction: {
      type: place === null ? "JOB" : "WEB",
      id: facts.transaction,
      detail: facts.apiToken === null ? {} : { requestApiTokenId: facts.apiToken },
    },
    uuid: facts.uuid,
    version: "0",
    request: { ipChain: place === null ? [] : [hop(place), ...(facts.hops ?? []).map(hop)] },
    target: facts.targets,
  };
}

function credentials(
  facts: Facts,
): Pick<LogEvent["authenticationContext"], "credentialProvider" | "credentialType" | "issuer"> {
  return {
    credentialProvider: facts.credential?.provider ?? null,
    credentialType: facts.credential?.type ?? null,
    issuer: facts.issuer ?? null,
  };
}

function legacy(name: string | null, facts: Facts): string | null {
  if (facts.result !== "FAILURE" || name === null) return name;
  if (facts.verb === "user.session.start") return "core.user_auth.login_failed";
  return facts.verb === "user.authentication.auth_via_mfa" ? "core.user.factor.attempt_fail" : name;
}

function geography(city: City): Geography {
  const { city: name, state, country, postalCode, lat, lon } = city;
  return { city: name, state, country, postalCode, geolocation: { lat, lon } };
}

function hop(place: Place): IpHop {
  return {
    ip: place.ip,
    geographicalContext: geography(place.city),
    version: place.ip.includes(":") ? "V6" : "V4",
    source: null,
  };
}

// Okta writes what it knows of a tunnel as JSON text, and only for addresses that it calls a proxy.
function tunnels(place: Place | null): Readonly<Record<string, string>> {
  if (place === null || !place.isProxy || place.service === null) return {};
  const operator = place.operator === null ? {} : { operator: place.operator };
  return { tunnels: JSON.stringify([{ anonymous: true, ...operator, type: place.service.toUpperCase() }]) };
}
