import { compareAgents, type Envelope, readAgent } from "@nightlatch/core";

/** By what a victim's own use is known: the capture says it, and where the session was used before the capture ended. */
export interface Fingerprint {
  readonly agents: readonly string[];
  readonly addresses: readonly string[];
  /** Numbers of autonomous systems: whose address changes within one is at home still. */
  readonly networks: readonly number[];
}

/** What of a use does not fit. */
export type Misfit = "another browser" | "another address";

/**
 * What of a use the fingerprint does not explain: a browser that is no later version of one of its own, an address
 * outside of its networks. What it does not know speaks against nobody.
 */
export function misfitsOf(
  { agents, addresses, networks }: Fingerprint,
  { ip, ua, asn }: Pick<Envelope, "ip" | "ua" | "asn">,
): readonly Misfit[] {
  const found: Misfit[] = [];
  if (ua !== "" && agents.length > 0 && !agents.some((agent) => isSameBrowser(agent, ua)))
    found.push("another browser");
  if (ip !== "" && addresses.length > 0 && !addresses.includes(ip) && !networks.includes(asn))
    found.push("another address");
  return found;
}

function isSameBrowser(before: string, now: string): boolean {
  if (before === now) return true;
  const change = compareAgents(readAgent(before), readAgent(now));
  return change === "same" || change === "upgrade" || change === "incomparable";
}
