import type { Envelope } from "../event/envelope.ts";
import { prefixOf, readAddress } from "./cidr.ts";
import { classify } from "./classify.ts";
import type { Network, NetworkOf } from "./network.ts";
import type { NetworkData, NetworkLookup } from "./network-data.ts";

/** Addresses kept; what is forgotten is worked out again, with the same answer. */
const KEPT = 100_000;
/** Different things said of one address that are kept. */
const KEPT_EACH = 16;

interface Said {
  readonly event: Pick<Envelope, "asn" | "asOrg" | "isp" | "domain" | "isProxy" | "tunnel" | "country">;
  readonly network: Network;
}

/**
 * Builds the enrichment port. What Okta says of an address in the event (`securityContext`, `geographicalContext`)
 * goes before the local database (`lookup`), which fills in what Okta left out. Pure: the same event gives an equal
 * network, and within a scan the same object (spec NW-1, NW-2).
 */
export function createNetworkOf(data: NetworkData, lookup?: (ip: string) => NetworkLookup | undefined): NetworkOf {
  const known = new Map<string, Said[]>();
  return (event) => {
    const before = known.get(event.ip);
    if (before !== undefined) for (const said of before) if (saysTheSame(said.event, event)) return said.network;
    const network = networkOf(event, data, lookup);
    const { asn, asOrg, isp, domain, isProxy, tunnel, country } = event;
    const said = { event: { asn, asOrg, isp, domain, isProxy, tunnel, country }, network };
    if (before !== undefined && before.length < KEPT_EACH) before.push(said);
    else {
      if (known.size >= KEPT) known.clear();
      known.set(event.ip, [said]);
    }
    return network;
  };
}

function networkOf(event: Envelope, data: NetworkData, lookup?: (ip: string) => NetworkLookup | undefined): Network {
  const { ip } = event;
  const address = readAddress(ip);
  const found = address === undefined ? undefined : lookup?.(ip);
  const asn = event.asn !== 0 ? event.asn : (found?.asn ?? 0);
  const org = [event.asOrg, found?.org, event.isp].find((name) => name !== undefined && name !== "") ?? "";
  const verdict = classify({ event, address, asn, org }, data);
  return {
    ip,
    asn,
    org,
    country: event.country !== "" ? event.country : (found?.country ?? ""),
    class: verdict.class,
    ours: verdict.ours,
    key: asn !== 0 ? `AS${asn}` : address === undefined ? ip : prefixOf(address),
    because: verdict.because,
  };
}

function saysTheSame(said: Said["event"], event: Envelope): boolean {
  return (
    said.asn === event.asn &&
    said.asOrg === event.asOrg &&
    said.isProxy === event.isProxy &&
    said.tunnel === event.tunnel &&
    said.country === event.country &&
    said.isp === event.isp &&
    said.domain === event.domain
  );
}
