import type { Envelope } from "../event/envelope.ts";
import { type AddressBytes, contains } from "./cidr.ts";
import type { NetworkClass } from "./network.ts";
import type { NetworkCorrection, NetworkData } from "./network-data.ts";
import { findWord } from "./words.ts";

/** A class, whether the network is the organisation's own, and why. */
export interface Verdict {
  readonly class: NetworkClass;
  readonly ours: boolean;
  readonly because: string;
}

/** What is known of an address before it is classed. */
export interface Known {
  readonly event: Pick<Envelope, "isp" | "domain" | "isProxy" | "tunnel">;
  readonly address: AddressBytes | undefined;
  readonly asn: number;
  readonly org: string;
}

/**
 * The class of a network, by the first that knows: the user, Okta's service categories, the table of AS numbers, words
 * in the operator's name, Okta's proxy flag (spec NW-10 to NW-16).
 */
export function classify(known: Known, data: NetworkData): Verdict {
  const { event, asn, org } = known;
  const correction = correctionOf(known, data.corrections);
  if (correction !== undefined) {
    const because = `Your configuration calls this network "${correction.name}"`;
    return { class: correction.class, ours: correction.ours, because };
  }
  const service = findWord(data.services, event.tunnel);
  if (service !== undefined) return other(service.class, `Okta says that "${event.tunnel}" stands behind the address`);
  const system = data.systems.get(asn);
  if (system !== undefined) return other(system.class, `AS${asn} is known as ${system.name}`);
  const names = [org, event.isp, event.domain].filter((name) => name !== "");
  for (const name of names) {
    const operator = findWord(data.operators, name);
    if (operator !== undefined) return other(operator.class, `The operator's name "${name}" has "${operator.word}"`);
  }
  if (event.isProxy) return other("anonymiser", "Okta says that the address is a proxy");
  if (names[0] !== undefined) return other("isp", `The operator is "${names[0]}", of which nothing else is known`);
  return other("unknown", "Nothing is known of the operator");
}

function other(networkClass: NetworkClass, because: string): Verdict {
  return { class: networkClass, ours: false, because };
}

// The longest matching prefix, else the AS number, else the name.
function correctionOf(known: Known, corrections: readonly NetworkCorrection[]): NetworkCorrection | undefined {
  const { address, asn } = known;
  let best: NetworkCorrection | undefined;
  for (const correction of corrections) {
    const { cidr } = correction;
    if (cidr === undefined || address === undefined || !contains(cidr, address)) continue;
    if (best?.cidr === undefined || cidr.bits > best.cidr.bits) best = correction;
  }
  if (best !== undefined) return best;
  const names = `${known.org}\n${known.event.isp}\n${known.event.domain}`.toLowerCase();
  return (
    corrections.find((correction) => correction.asn !== undefined && asn !== 0 && correction.asn === asn) ??
    corrections.find((correction) => correction.org !== undefined && names.includes(correction.org.toLowerCase()))
  );
}
