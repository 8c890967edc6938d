import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import type { Database } from "./database.ts";
import { onDialect, openStateStore, type StateStore } from "./open.ts";

/** Both engines behind the state store; `folder` is for the one that keeps a file. */
export const ENGINES: readonly (readonly [string, (folder: string) => Promise<StateStore>])[] = [
  ["SQLite", (folder) => openStateStore({ folder })],
  [
    "PostgreSQL",
    async () => onDialect(new Kysely<Database>({ dialect: new PGliteDialect({ pglite: await PGlite.create() }) })),
  ],
];
