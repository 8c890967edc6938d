import { type FindQuery, momentOf } from "@nightlatch/core";
import { dateTime } from "../store/events/columns.ts";
import type { EventPosition, EventStore, StoredEvent } from "../store/events/index.ts";
import { eventsAt } from "./events-at.ts";
import { findSql } from "./find-sql.ts";

/** Which events are looked for. */
export interface Wanted {
  /** All tenants when absent. */
  readonly tenant?: string | undefined;
  readonly query: FindQuery;
  /** Milliseconds: what `7d` counts from. */
  readonly now: number;
  /** Newest first, unless the oldest are wanted first. */
  readonly oldest?: boolean;
}

/** How many events are wanted, and behind which one. */
export interface WantedPage {
  readonly limit: number;
  readonly after?: FoundPlace | undefined;
}

/** A place among found events. Events of one moment go by uid, tenant and source. */
export interface FoundPlace extends EventPosition {
  readonly tenant: string;
  readonly source: string;
}

/** A page of what was found. */
export interface FoundPage {
  readonly events: readonly StoredEvent[];
  /** The last event of the page, when others follow. */
  readonly next: FoundPlace | undefined;
}

/** Finds events, a page of them. Throws a StoreError when the store cannot answer. */
export async function find(store: EventStore, wanted: Wanted, { limit, after }: WantedPage): Promise<FoundPage> {
  const { where, params } = conditionOf(wanted);
  const [order, behind] = wanted.oldest === true ? ["", ">"] : [" DESC", "<"];
  const from =
    after === undefined
      ? ""
      : ` AND time ${behind}= {after_time:DateTime64(3)} AND (time, uid, tenant, source) ${behind} ({after_time:DateTime64(3)}, {after_uid:String}, {after_tenant:String}, {after_source:String})`;
  // First the places alone: the records, which are long, are read of this page only.
  const rows = await store.query(
    `SELECT toUnixTimestamp64Milli(time) AS ms, uid, tenant, source FROM events WHERE ${where}${from}
     ORDER BY ${["time", "uid", "tenant", "source"].map((column) => column + order).join(", ")} LIMIT ${limit + 1}`,
    {
      ...params,
      ...(after === undefined
        ? {}
        : {
            after_time: dateTime(after.time),
            after_uid: after.uid,
            after_tenant: after.tenant,
            after_source: after.source,
          }),
    },
  );
  const places = rows.slice(0, limit).map(placeOf);
  return { events: await recordsAt(store, places), next: rows.length > limit ? places.at(-1) : undefined };
}

/** How many events there are in all. Throws a StoreError when the store cannot answer. */
export async function countFound(store: EventStore, wanted: Wanted): Promise<number> {
  const { where, params } = conditionOf(wanted);
  const [row] = await store.query(`SELECT count() AS n FROM events WHERE ${where}`, params);
  return Number(row?.["n"] ?? 0);
}

/** Beyond it the table knows no time; events end long before. */
const LATEST = Date.UTC(2200, 0, 1);

function conditionOf({ tenant, query, now }: Wanted): {
  readonly where: string;
  readonly params: Readonly<Record<string, unknown>>;
} {
  const { where, params } = findSql(query.where);
  const all: string[] = [];
  const given: Record<string, unknown> = { ...params };
  if (tenant !== undefined) {
    all.push("tenant = {tenant:String}");
    given["tenant"] = tenant;
  }
  for (const [name, by] of [
    ["since", ">="],
    ["until", "<"],
  ] as const) {
    const time = query[name];
    if (time === undefined) continue;
    all.push(`time ${by} {${name}:DateTime64(3)}`);
    given[name] = dateTime(Math.min(Math.max(0, momentOf(time, now)), LATEST));
  }
  return { where: [...all, where].join(" AND "), params: given };
}

/** The records at some places, in their order. */
async function recordsAt(store: EventStore, places: readonly FoundPlace[]): Promise<readonly StoredEvent[]> {
  const found = new Map<string, StoredEvent>();
  for (const tenant of new Set(places.map((place) => place.tenant))) {
    const positions = places.filter((place) => place.tenant === tenant).toSorted((a, b) => a.time - b.time);
    for (const event of await eventsAt(store, tenant, positions)) found.set(keyOf(event), event);
  }
  return places.flatMap((place) => found.get(keyOf(place)) ?? []);
}

function keyOf({ tenant, source, uid }: FoundPlace): string {
  return JSON.stringify([tenant, source, uid]);
}

function placeOf(row: Readonly<Record<string, unknown>>): FoundPlace {
  return {
    time: Number(row["ms"]),
    uid: String(row["uid"]),
    tenant: String(row["tenant"]),
    source: String(row["source"]),
  };
}
