import { contextsOf, type Session } from "./session.ts";
import { LEVEL, WEIGHT } from "./weights.ts";

/**
 * Two people's sessions that become doubtful from one address are one intruder's work: each speaks for the other.
 * An address that is merely shared, such as a VPN's, makes no campaign: both sessions have to be doubtful on their
 * own, and show a device or browser that is not their owner's.
 */
export function linkCampaigns(suspects: readonly Session[]): void {
  const byAddress = new Map<string, Session[]>();
  for (const session of suspects) {
    if ((session.suspicion?.score() ?? 0) < LEVEL.low || session.suspicion?.has("campaign.shared-address") === true)
      continue;
    const addresses = new Set<string>();
    for (const context of contextsOf(session))
      if (context.standing === "foreign") addresses.add(`${session.person.tenant}\n${context.network.ip}`);
    for (const address of addresses) byAddress.set(address, [...(byAddress.get(address) ?? []), session]);
  }
  for (const [address, sessions] of byAddress) {
    const people = new Map(sessions.map((session) => [session.person.id, session.person.name]));
    if (people.size < 2) continue;
    for (const session of sessions) {
      const others = [...people].filter(([id]) => id !== session.person.id).map(([id, name]) => name || id);
      const foreign = contextsOf(session).find((context) => context.standing === "foreign");
      if (foreign === undefined) continue;
      const ip = address.slice(address.indexOf("\n") + 1);
      session.suspicion?.observe({
        kind: "campaign.shared-address",
        weight: WEIGHT["campaign.shared-address"],
        why: `${ip} also holds a doubtful session of ${others.join(", ")}`,
        uid: foreign.firstUid,
        time: foreign.first,
      });
    }
  }
}
