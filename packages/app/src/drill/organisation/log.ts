import type { Chance } from "./chance.ts";
import type { Place } from "./entities.ts";

/** Somebody or something in an event. */
export interface Party {
  readonly id: string;
  readonly type: string;
  readonly alternateId: string;
  readonly displayName: string;
}

/** What happened; the log writes the rest around it. */
export interface Happening {
  readonly type: string;
  readonly message: string;
  readonly actor: Party;
  readonly place?: Place | undefined;
  readonly session?: string | undefined;
  readonly outcome?: string;
  readonly reason?: string;
  readonly targets?: readonly Party[];
  readonly debug?: Readonly<Record<string, string>>;
  readonly transaction?: string;
  /** The API token that made the call. */
  readonly token?: string | undefined;
  /** The OAuth client that made the call. */
  readonly client?: string | undefined;
  readonly credential?: string;
}

/** One event and when the log had it: events come late now and then, and are in the log from then on only. */
export interface LoggedEvent {
  readonly record: Readonly<Record<string, unknown>> & { readonly uuid: string; readonly published: string };
  readonly time: number;
  readonly stored: number;
}

/** The System Log: what happened, in the order in which it was stored. */
export class SystemLog {
  readonly #chance: Chance;
  readonly #now: () => number;
  readonly #events: LoggedEvent[] = [];
  /** Up to here the log was given out: what comes later cannot have been there before. */
  #given = 0;
  readonly #listeners = new Set<(event: LoggedEvent) => void>();

  constructor(chance: Chance, now: () => number) {
    this.#chance = chance;
    this.#now = now;
  }

  get length(): number {
    return this.#events.length;
  }

  /** Events stored by `until` (milliseconds), from a place in the order of storing on. */
  from(index: number, until: number): readonly LoggedEvent[] {
    const found: LoggedEvent[] = [];
    for (let n = index; n < this.#events.length; n++) {
      const event = this.#events[n];
      if (event === undefined || event.stored > until) break;
      found.push(event);
    }
    this.#given = Math.max(this.#given, index + found.length);
    return found;
  }

  /** The place from which on events were stored at a time or later. */
  indexAt(stored: number): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.stored ?? 0) < stored) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Events that happened between two times and were stored by `until`, in order of when they happened. */
  between(since: number, until: number, storedBy: number): readonly LoggedEvent[] {
    return this.#events
      .filter(({ time, stored }) => time >= since && time < until && stored <= storedBy)
      .sort((a, b) => a.time - b.time || (a.record.uuid < b.record.uuid ? -1 : 1));
  }

  onEvent(listener: (event: LoggedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes an event. It happened now, or at `at`; with `late` it is stored that many milliseconds later. */
  write(
    what: Happening,
    { at = this.#now(), late = 0 }: { readonly at?: number; readonly late?: number } = {},
  ): LoggedEvent {
    const wanted = late > 0 ? Math.max(at, this.#now()) + late : at;
    const stored =
      this.indexAt(wanted + 1) < this.#given
        ? Math.max(this.#now(), this.#events[this.#given - 1]?.stored ?? 0)
        : wanted;
    const event = { record: this.#record(what, at), time: at, stored };
    this.#events.splice(this.indexAt(stored + 1), 0, event);
    for (const listener of this.#listeners) listener(event);
    return event;
  }

  /** Writes again what is there already, as a log that delivers at least once does. */
  repeat(event: LoggedEvent): void {
    this.#events.push({ ...event, stored: this.#now() });
  }

  #record(what: Happening, at: number): LoggedEvent["record"] {
    const { type, message, actor, place, session, outcome = "SUCCESS", reason, targets = [], debug = {} } = what;
    const transaction = what.transaction ?? this.#chance.letters(27);
    const geo =
      place === undefined
        ? undefined
        : { city: place.city, country: place.country, geolocation: { lat: place.lat, lon: place.lon } };
    return {
      uuid: this.#chance.uuid(),
      published: new Date(at).toISOString(),
      eventType: type,
      version: "0",
      severity: outcome === "SUCCESS" || outcome === "ALLOW" ? "INFO" : "WARN",
      displayMessage: message,
      actor,
      ...(place === undefined
        ? { client: what.client === undefined ? {} : { id: what.client } }
        : {
            client: {
              ...(what.client === undefined ? {} : { id: what.client }),
              userAgent: { rawUserAgent: place.ua, os: place.os, browser: place.browser },
              zone: "null",
              device: "Computer",
              ipAddress: place.ip,
              geographicalContext: geo,
            },
            securityContext: {
              asNumber: place.asn,
              asOrg: place.asOrg,
              isp: place.asOrg,
              domain: "example.net",
              isProxy: place.isProxy,
            },
            request: { ipChain: [{ ip: place.ip, geographicalContext: geo, version: "V4" }] },
          }),
      authenticationContext: {
        authenticationStep: 0,
        ...(what.credential === undefined ? {} : { credentialType: what.credential }),
        externalSessionId: session ?? "unknown",
        ...(session === undefined ? {} : { rootSessionId: session }),
      },
      outcome: { result: outcome, ...(reason === undefined ? {} : { reason }) },
      ...(targets.length === 0 ? {} : { target: targets }),
      transaction: {
        type: "WEB",
        id: transaction,
        detail: what.token === undefined ? {} : { requestApiTokenId: what.token },
      },
      debugContext: {
        debugData: {
          requestId: transaction,
          ...(place === undefined || place.dt === "" ? {} : { dtHash: place.dt }),
          ...(place === undefined || place.fp === "" ? {} : { deviceFingerprint: place.fp }),
          ...debug,
        },
      },
    };
  }
}
