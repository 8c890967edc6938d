import type { Random } from "../random/random.ts";
import type { City } from "./city.ts";
import { type Network, type NetworkKind, operatorsOf } from "./network.ts";

/** One address as Okta sees it: who announces it, where it seems to be, and what is known of a proxy behind it. */
export interface Place {
  readonly ip: string;
  readonly network: Network;
  readonly city: City;
  readonly isProxy: boolean;
  /** The operator that Okta names for a VPN or relay; null when it knows none. */
  readonly operator: string | null;
  readonly service: "VPN" | "Proxy" | "Residential Proxy" | null;
}

/**
 * Hands out addresses, each once: documentation ranges first, a third of them for each purpose, then 198.18.0.0/15
 * (set aside for benchmarks, never routed), because three /24 are too few for a large tenant.
 */
export class Addresses {
  readonly #next: Record<"fixed" | "people" | "others", number> = { fixed: 10, people: 10, others: 10 };
  #spare = 256;
  #v6 = 1;

  v4(purpose: "fixed" | "people" | "others"): string {
    const host = this.#next[purpose];
    if (host < 250) {
      this.#next[purpose] = host + 1;
      const prefix = { fixed: "192.0.2", people: "198.51.100", others: "203.0.113" }[purpose];
      return `${prefix}.${host}`;
    }
    const spare = this.#spare;
    this.#spare = spare + 1;
    return `198.${18 + ((spare >>> 16) & 1)}.${(spare >>> 8) & 255}.${spare & 255}`;
  }

  /** A new /64 of the documentation prefix; hosts in it come from `v6Host`. */
  v6Subnet(): string {
    const net = this.#v6;
    this.#v6 = net + 1;
    return `2001:db8:${(net >>> 4).toString(16)}:${((net & 15) << 8).toString(16)}`;
  }
}

/** An address in a /64, its host part drawn as privacy extensions do. */
export function v6Host(subnet: string, random: Random): string {
  const groups = [0, 1, 2, 3].map(() => random.between(0x1000, 0xffff).toString(16));
  return `${subnet}:${groups.join(":")}`;
}

/** An operator of the kind at the city, with a fresh address. */
export function placeOn(kind: NetworkKind, city: City, from: { random: Random; addresses: Addresses }): Place {
  const network = from.random.pick(operatorsOf(kind, city));
  const purpose = kind === "office" || kind === "gateway" ? "fixed" : kind === "residential" ? "people" : "others";
  return {
    ip: from.addresses.v4(purpose),
    network,
    city,
    isProxy: kind === "vpn" || kind === "relay",
    operator: kind === "relay" ? "ICLOUD_RELAY_PROXY" : kind === "vpn" ? vpnOperator(network.asNumber) : null,
    service: kind === "relay" ? "Proxy" : kind === "vpn" ? "VPN" : null,
  };
}

function vpnOperator(asNumber: number): string | null {
  return asNumber === 147_049 ? "NORD_VPN" : asNumber === 212_238 ? "SURFSHARK_VPN" : null;
}
