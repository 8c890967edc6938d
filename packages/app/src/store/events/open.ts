import { StoreError } from "../store-error.ts";
import { ClickHouseStore } from "./clickhouse-store.ts";
import { type Doors, type EventStoreAddress, openDoors } from "./connect.ts";
import type { EventStore } from "./event-store.ts";
import { questionError } from "./fault.ts";
import { persist } from "./persist.ts";
import { SCHEMA, tables } from "./schema.ts";

/**
 * Opens the event store, making or migrating its tables.
 * Throws a StoreError: `NL-STORE-AWAY` when it cannot be reached, `NL-STORE-NEWER` when a newer Nightlatch wrote it.
 */
export async function openEventStore(address: EventStoreAddress): Promise<EventStore> {
  const doors = await openDoors(address);
  try {
    await migrate(doors);
  } catch (error) {
    for (const door of [doors.read, doors.ask, doors.write]) await door.close();
    throw questionError(error);
  }
  return new ClickHouseStore(doors);
}

async function migrate({ write, layout }: Doors): Promise<void> {
  for (const query of tables(layout)) await persist(() => write.command({ query }));
  const answer = await persist(() =>
    write.query({ query: "SELECT max(version) AS version FROM nightlatch_schema", format: "JSONEachRow" }),
  );
  const [row] = await answer.json<{ version: number }>();
  const found = row?.version ?? 0;
  if (found > SCHEMA)
    throw new StoreError(
      "NL-STORE-NEWER",
      `The event store was written by a newer Nightlatch (tables of version ${found}, this one knows ${SCHEMA}). Update Nightlatch; nothing was changed`,
    );
  if (found < SCHEMA)
    await persist(() => write.command({ query: `INSERT INTO nightlatch_schema SELECT ${SCHEMA}, now64(3)` }));
}
