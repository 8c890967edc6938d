import type { Envelope } from "../event/envelope.ts";

/**
 * What kind of network an address belongs to. `egress` is the organisation's own way out (office, corporate VPN,
 * secure web gateway); `relay` a privacy relay run for ordinary users, such as iCloud Private Relay; `anonymiser`
 * a commercial VPN, proxy or Tor; `idp` the identity provider calling itself.
 */
export type NetworkClass =
  | "unknown"
  | "isp"
  | "mobile"
  | "hosting"
  | "anonymiser"
  | "relay"
  | "gateway"
  | "satellite"
  | "egress"
  | "idp";

/** One address, seen as a network. Objects are interned: one address of a scan is one object. */
export interface Network {
  readonly ip: string;
  /** 0 when unknown. */
  readonly asn: number;
  readonly org: string;
  readonly country: string;
  readonly class: NetworkClass;
  /** The user's configuration says that this network is the organisation's own. */
  readonly ours: boolean;
  /**
   * What two addresses must share to count as one network: the AS number when known, else the /24 (IPv4) or /48
   * (IPv6) prefix, else the address itself. `""` when the event has no address.
   */
  readonly key: string;
  /** Why the class is what it is, in words. */
  readonly because: string;
}

/** The enrichment port: what is known of the network an event came from. Pure and deterministic. */
export type NetworkOf = (event: Envelope) => Network;
