import type { EventPosition, EventQuery, EventStore, NewEvent, StoredEvent } from "../events/index.ts";
import { StoreError } from "../store-error.ts";

/** An event through the door: its bytes as base64. */
export type Carried<E extends { readonly raw: Uint8Array }> = Omit<E, "raw"> & { readonly raw: string };

/** Does an operation on the event store by its name. */
export type EventOps = (op: string, given: unknown) => Promise<unknown>;

/** The operations of the event store, as they go through the door. `stored` is told of events that were not there. */
export function eventOps(events: EventStore, stored: (tenant: string, first: EventPosition) => void): EventOps {
  return async (op, given) => {
    switch (op) {
      case "append": {
        const added = (given as readonly Carried<NewEvent>[]).map(arrived);
        const { fresh, repeats, contradictions } = await events.append(added);
        for (const [tenant, first] of firstOfEach(fresh)) stored(tenant, first);
        const identities = fresh.map(({ envelope: { tenant, source, uid } }) => ({ tenant, source, uid }));
        return { fresh: identities, repeats, contradictions };
      }
      case "read": {
        const page: StoredEvent[] = [];
        for await (const some of events.read(given as EventQuery)) page.push(...some);
        return page.map(carried);
      }
      case "byUid": {
        const { tenant, uids } = given as { readonly tenant: string; readonly uids: readonly string[] };
        return (await events.byUid(tenant, uids)).map(carried);
      }
      case "query": {
        const { sql, params } = given as { readonly sql: string; readonly params: Readonly<Record<string, unknown>> };
        return events.query(sql, params);
      }
      case "ask": {
        const { sql, limit } = given as { readonly sql: string; readonly limit: number };
        return events.ask(sql, limit);
      }
      case "holdings":
        return events.holdings();
      case "forget":
        await events.forget(given as Parameters<EventStore["forget"]>[0]);
        return null;
      case "size":
        return events.size();
      default:
        throw new StoreError("NL-STORE-AWAY", `The service that has the store knows no "${op}"`);
    }
  };
}

/** An event as it is carried. */
export function carried<E extends { readonly raw: Uint8Array }>(event: E): Carried<E> {
  return { ...event, raw: Buffer.from(event.raw).toString("base64") };
}

/** An event as it was before it was carried. */
export function arrived<E extends { readonly raw: Uint8Array }>(event: Carried<E>): E {
  return { ...event, raw: Buffer.from(event.raw, "base64") } as unknown as E;
}

function firstOfEach(fresh: readonly NewEvent[]): ReadonlyMap<string, EventPosition> {
  const first = new Map<string, EventPosition>();
  for (const { envelope } of fresh) {
    const { tenant, time, uid } = envelope;
    const before = first.get(tenant);
    if (before === undefined || time < before.time || (time === before.time && uid < before.uid))
      first.set(tenant, { time, uid });
  }
  return first;
}
