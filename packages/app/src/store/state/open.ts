import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { StoreError } from "../store-error.ts";
import type { Database } from "./database.ts";
import { MIGRATIONS, migrate, versionOf } from "./migrations.ts";
import { sqliteDialect } from "./sqlite.ts";

/** Where state is kept: a folder with a SQLite file, or a PostgreSQL database. */
export type StateStoreAddress = { readonly folder: string } | { readonly url: string };

/** State, behind typed queries that are the same on both engines. */
export interface StateStore {
  readonly db: Kysely<Database>;
  readonly close: () => Promise<void>;
}

const INT8 = 20;
const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;

/**
 * Opens the state store, making or migrating its tables. Throws a StoreError: `NL-STORE-LOCKED`, `NL-STORE-AWAY`,
 * or `NL-STORE-NEWER` when a newer Nightlatch wrote it.
 */
export async function openStateStore(address: StateStoreAddress): Promise<StateStore> {
  const dialect = "folder" in address ? sqliteDialect(address.folder) : postgres(address.url);
  return onDialect(new Kysely<Database>({ dialect }));
}

/** The same over any engine that Kysely speaks to. */
export async function onDialect(db: Kysely<Database>): Promise<StateStore> {
  const plain = db as unknown as Kysely<unknown>;
  try {
    const found = await versionOf(plain);
    if (found > NEWEST)
      throw new StoreError(
        "NL-STORE-NEWER",
        `The state store was written by a newer Nightlatch (version ${found}, this one knows ${NEWEST}). Update Nightlatch; nothing was changed`,
      );
    await migrate(plain, found);
  } catch (error) {
    await db.destroy();
    if (error instanceof StoreError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError("NL-STORE-AWAY", `The state store could not be opened: ${reason}`, { cause: error });
  }
  return { db, close: () => db.destroy() };
}

function postgres(url: string): PostgresDialect {
  // Times and counts are whole numbers far below 2^53.
  pg.types.setTypeParser(INT8, Number);
  return new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 8 }) });
}
