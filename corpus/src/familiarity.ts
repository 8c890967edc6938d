import { kilometres } from "./cast/city.ts";
import type { Device } from "./cast/device.ts";
import type { Place } from "./cast/place.ts";

interface Known {
  readonly ips: Set<string>;
  readonly devices: Set<string>;
  readonly cities: Set<string>;
  readonly states: Set<string>;
  readonly countries: Set<string>;
  signIns: number;
  last: { readonly at: number; readonly place: Place } | null;
}

/** What Okta's behaviour detection would say of a sign-in: it compares with the user's earlier ones. */
export class Familiarity {
  readonly #known = new Map<string, Known>();

  /** Lets a person count as known at a place on a device, as after weeks that the log no longer holds. */
  learn(user: string, place: Place, device: Device): void {
    const known = this.#of(user);
    known.signIns += 5;
    remember(known, place, device);
  }

  /** debugData's `behaviors`, `risk` and `logOnlySecurityData`, and the sign-in is remembered when it succeeded. */
  judge(
    user: string,
    at: { readonly at: number; readonly place: Place; readonly device: Device },
    keep: boolean,
  ): Record<string, string> {
    const known = this.#of(user);
    const { place, device } = at;
    const found: Record<string, string> = {};
    const verdict = (isNew: boolean): string => (known.signIns === 0 ? "UNKNOWN" : isNew ? "POSITIVE" : "NEGATIVE");
    found["New Geo-Location"] = verdict(!known.cities.has(cityKey(place)));
    found["New Device"] = verdict(!known.devices.has(device.dtHash ?? ""));
    found["New IP"] = verdict(!known.ips.has(place.ip));
    found["New State"] = place.city.state === null ? "BAD_REQUEST" : verdict(!known.states.has(place.city.state));
    found["New Country"] = verdict(!known.countries.has(place.city.country));
    found["Velocity"] = velocity(known, at) ? "POSITIVE" : "NEGATIVE";
    found["New City"] = place.city.city === null ? "BAD_REQUEST" : found["New Geo-Location"];
    const level = riskLevel(found, place);
    const reasons = riskReasons(found, place);
    if (keep) {
      known.signIns += 1;
      known.last = { at: at.at, place };
      remember(known, place, device);
    }
    const risk = reasons === "" ? { level } : { reasons, level };
    return {
      behaviors: `{${Object.entries(found)
        .map(([name, result]) => `${name}=${result}`)
        .join(", ")}}`,
      risk: reasons === "" ? `{level=${level}}` : `{reasons=${reasons}, level=${level}}`,
      logOnlySecurityData: JSON.stringify({ risk, behaviors: found }),
    };
  }

  #of(user: string): Known {
    const known = this.#known.get(user);
    if (known !== undefined) return known;
    const fresh: Known = {
      ips: new Set(),
      devices: new Set(),
      cities: new Set(),
      states: new Set(),
      countries: new Set(),
      signIns: 0,
      last: null,
    };
    this.#known.set(user, fresh);
    return fresh;
  }
}

function remember(known: Known, place: Place, device: Device): void {
  known.ips.add(place.ip);
  if (device.dtHash !== null) known.devices.add(device.dtHash);
  known.cities.add(cityKey(place));
  if (place.city.state !== null) known.states.add(place.city.state);
  known.countries.add(place.city.country);
}

function cityKey(place: Place): string {
  return `${place.city.country}/${place.city.city ?? ""}`;
}

function velocity(known: Known, at: { readonly at: number; readonly place: Place }): boolean {
  if (known.last === null) return false;
  const far = kilometres(known.last.place.city, at.place.city);
  const hours = Math.max((at.at - known.last.at) / 3_600_000, 0.1);
  return far > 80 && far / hours > 805;
}

function riskLevel(found: Readonly<Record<string, string>>, place: Place): string {
  const odd = ["New Device", "New Country", "New Geo-Location"].filter((name) => found[name] === "POSITIVE").length;
  return odd >= 3 || (odd === 2 && place.isProxy) ? "HIGH" : odd >= 1 ? "MEDIUM" : "LOW";
}

function riskReasons(found: Readonly<Record<string, string>>, place: Place): string {
  const reasons: string[] = [];
  if (found["New Device"] === "POSITIVE") reasons.push("Anomalous Device");
  if (found["New Geo-Location"] === "POSITIVE") reasons.push("Anomalous Location");
  if (place.isProxy) reasons.push("Proxy IP Address");
  return reasons.join(", ");
}
