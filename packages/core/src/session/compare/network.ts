import { compareAgents } from "../../agent/index.ts";
import { inWords } from "../../baseline/index.ts";
import { isSameNetwork, kilometres, networkInWords, placeOf } from "../context.ts";
import { habitOf } from "../footing.ts";
import type { Observed } from "../observed.ts";
import { WEIGHT } from "../weights.ts";
import { isRented, looksLikeSameDevice, observed, type Frame } from "./frame.ts";

const HOUR = 3_600_000;
/** Networks whose address says nothing about where the person is. */
const PLACELESS: ReadonlySet<string> = new Set(["relay", "gateway", "egress", "idp", "satellite"]);

/**
 * The network: is the new address in the same provider's network, of a kind people sit in, known to this user or
 * to the tenant?
 */
export function compareNetwork(frame: Frame): readonly Observed[] {
  const { before, now, history, event } = frame;
  if (now.network.ip === "" || before.network.ip === "") return [];
  if (now.network.ip === before.network.ip) {
    if (!isRented(now.network))
      return [observed(frame, "network.same-address", `Same address, ${now.network.ip}`, sameDoor(frame))];
    return [observed(frame, "network.same-server", `Same address, ${now.network.ip}, where many programs may run`)];
  }
  const said: Observed[] = [];
  const where = networkInWords(now.network);
  if (isSameNetwork(now.network, before.network)) {
    said.push(observed(frame, "network.same-provider", `Another address of the same network, ${where}`));
  } else {
    said.push(
      observed(frame, "network.new", `From ${where}; the session was opened from ${networkInWords(before.network)}`),
    );
    said.push(...kindOfNetwork(frame, where));
  }
  if (now.network.ours) said.push(observed(frame, "network.ours", `${where} is configured as the organisation's own`));
  else if (frame.egress)
    said.push(observed(frame, "network.egress", `Several people of the tenant come from ${now.network.ip}`));
  const familiar = history.familiar("network", habitOf(now.network), event.time);
  if (familiar !== undefined) {
    const weight = WEIGHT["network.familiar"] * familiarity(frame);
    const why = `This user's own history knows ${where}: ${inWords(familiar)}`;
    said.push(observed(frame, "network.familiar", why, weight));
  }
  if (familiar === undefined && history.enough(event.time))
    said.push(
      observed(frame, "network.never-seen", `Never seen in ${history.n} earlier events of this user: ${where}`),
    );
  return said;
}

/**
 * The share of a known network that counts: somebody else's device near the user is behind the same provider, the
 * user's own device is not somebody else's.
 */
function familiarity({ before, now, history, event, sharedToken }: Frame): number {
  const change = compareAgents(before.agent, now.agent);
  if (change === "other-os" || change === "other-browser" || change === "script") return 1 / 3;
  const otherToken = before.dt !== "" && now.dt !== "" && before.dt !== now.dt && before.churn === 0 && !sharedToken;
  return otherToken && history.familiar("device", now.dt, event.time) === undefined ? 0.5 : 1;
}

/** Behind a door that the user is known to use, it is the user; behind a strange one, it may be anybody. */
function sameDoor({ now, history, event, egress }: Frame): number | undefined {
  if (now.network.ours || egress) return undefined;
  if (history.familiar("network", habitOf(now.network), event.time) !== undefined) return undefined;
  return WEIGHT["network.same-address"] * (history.enough(event.time) ? 0.4 : 0.7);
}

function kindOfNetwork(frame: Frame, where: string): readonly Observed[] {
  const { before, now } = frame;
  const device = looksLikeSameDevice(frame) || now.agent.raw === before.agent.raw;
  switch (now.network.class) {
    case "hosting":
      if (before.network.class === "hosting") return [];
      return [
        observed(frame, "network.hosting", `${where} rents out servers; people rarely sit there`),
        ...(looksLikeSameDevice(frame)
          ? [observed(frame, "network.hosted-same-device", "Some VPNs come out there, and nothing else changed")]
          : []),
      ];
    case "anonymiser":
      if (before.network.class === "anonymiser") return [];
      if (/\btor\b/i.test(now.network.because))
        return [observed(frame, "network.tor", `${now.network.ip} is a Tor exit`)];
      return [
        observed(frame, "network.anonymiser", `${where} hides where its users are`),
        ...(looksLikeSameDevice(frame)
          ? [
              observed(
                frame,
                "network.vpn-same-device",
                "Turning a VPN on changes the network and nothing else, as here",
                firstVpn(frame) ? WEIGHT["network.vpn-same-device"] * 0.4 : undefined,
              ),
            ]
          : []),
      ];
    case "mobile":
      return device && sameCountry(frame)
        ? [observed(frame, "network.mobile", `${where} is a mobile carrier in the same country, with the same browser`)]
        : [];
    case "relay":
      return device && (now.agent.os === "ios" || now.agent.os === "macos")
        ? [observed(frame, "network.relay", `${where} is a privacy relay that this kind of device uses by default`)]
        : [];
    case "gateway":
      return device ? [observed(frame, "network.gateway", `${where} is a secure web gateway`)] : [];
    case "satellite":
      return device ? [observed(frame, "network.satellite", `${where} serves aircraft and ships`)] : [];
    case "unknown":
    case "isp":
    case "egress":
    case "idp":
      return [];
  }
}

/** Whether this user, whose history is long, was never seen behind a VPN: then turning one on is no habit. */
function firstVpn({ history, event }: Frame): boolean {
  return history.enough(event.time) && !history.some("network", (key) => key.includes(" anonymiser"));
}

function sameCountry({ before, now }: Frame): boolean {
  return now.network.country === before.network.country || now.network.country === "" || before.network.country === "";
}

/** The place: another country, and whether a person could have travelled there in the time between. */
export function comparePlace(frame: Frame): readonly Observed[] {
  const { before, now, history, event } = frame;
  if (now.network.ip === before.network.ip || now.network.ours || frame.egress || PLACELESS.has(now.network.class))
    return [];
  const said: Observed[] = [];
  const hidden = (now.network.class === "anonymiser" || now.network.class === "hosting") && looksLikeSameDevice(frame);
  if (!sameCountry(frame)) {
    const familiar = history.familiar("country", now.network.country, event.time);
    const why = `From ${placeOf(now)}; before, from ${placeOf(before)}`;
    // A relay or gateway before it tells nothing of where its user was: then only their own history can.
    const vague = PLACELESS.has(before.network.class) && !history.enough(event.time);
    said.push(observed(frame, "place.other-country", why, hidden || vague ? 0.4 : undefined));
    if (familiar !== undefined)
      said.push(
        observed(frame, "place.familiar-country", `This user knows ${now.network.country}: ${inWords(familiar)}`),
      );
  }
  const km = kilometres(before, now);
  const hours = Math.max((event.time - before.last) / HOUR, 1 / 60);
  // An airliner cruises at about 900 km/h; below 500 km the error of geolocation is the larger part.
  if (km > 500 && km / hours > 1000 && !PLACELESS.has(before.network.class)) {
    const why = `${Math.round(km)} km from ${placeOf(before)} to ${placeOf(now)} in ${duration(event.time - before.last)}: no one travels that fast`;
    const weight = hidden ? 0.5 : looksLikeSameDevice(frame) ? 1 : undefined;
    said.push(observed(frame, "place.impossible-travel", why, weight));
  }
  return said;
}

/** A span of time in words: "4 min", "3 h 20 min". */
export function duration(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours >= 48 ? `${Math.floor(hours / 24)} days` : `${hours} h ${minutes % 60} min`;
}
