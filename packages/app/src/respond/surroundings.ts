import { isProblem, type NetworkOf, readOkta } from "@nightlatch/core";
import type { OktaClient } from "../connect/okta/index.ts";
import type { EventStore } from "../store/events/index.ts";
import type { Around } from "./around.ts";
import { TenantState } from "./tenant/tenant-state.ts";

/** What surroundings are made of. */
export interface SurroundingParts {
  readonly tenant: string;
  /** Signed in with the credential that reads. */
  readonly reading: OktaClient;
  readonly events: EventStore;
  readonly networkOf: NetworkOf;
  /** Milliseconds UTC. */
  readonly now: () => number;
}

const DAY = 86_400_000;
const OF_LATE = 90 * DAY;

/** What every action sees, over real parts. Made anew for each containment, because the state remembers a clock. */
export function surroundingsOf({ tenant, reading, events, networkOf, now }: SurroundingParts): Omit<Around, "people"> {
  return {
    state: new TenantState(reading),
    now,
    // Only whoever signed in from there worked there: an intruder with somebody's cookie never did.
    seenFrom: async (address) => {
      const rows = await events.query(
        `SELECT actor_id AS id, any(actor_name) AS name FROM events
         WHERE tenant = {tenant:String} AND ip = {ip:String} AND type = 'user.session.start' AND outcome = 'SUCCESS'
           AND time >= fromUnixTimestamp64Milli({since:Int64}) AND actor_id != ''
         GROUP BY actor_id ORDER BY actor_id LIMIT 1000`,
        { tenant, ip: address, since: now() - OF_LATE },
      );
      return rows.map((row) => ({ id: String(row["id"]), name: String(row["name"]) }));
    },
    isOwn: (address) => {
      const record = {
        uuid: address,
        published: new Date(now()).toISOString(),
        eventType: "user.session.start",
        client: { ipAddress: address },
      };
      const event = readOkta(record, { tenant, at: { file: "", line: 0, offset: 0, length: 0 } });
      return !isProblem(event) && networkOf(event).ours;
    },
  };
}
