import { type Kysely, sql } from "kysely";

/** One step of the tables' history. Steps are never changed once they are out; new ones are added behind. */
export interface Migration {
  readonly version: number;
  readonly up: (db: Kysely<unknown>) => Promise<void>;
}

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, up: first },
  { version: 2, up: leases },
  { version: 3, up: signals },
  { version: 4, up: journalByKind },
  { version: 5, up: ownedStreams },
];

async function first(db: Kysely<unknown>): Promise<void> {
  const table = db.schema;
  await table
    .createTable("cursor")
    .addColumn("tenant", "text", (c) => c.notNull())
    .addColumn("source", "text", (c) => c.notNull())
    .addColumn("cursor", "text", (c) => c.notNull())
    .addColumn("updated", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("cursor_pk", ["tenant", "source"])
    .execute();
  await table
    .createTable("coverage_minute")
    .addColumn("tenant", "text", (c) => c.notNull())
    .addColumn("source", "text", (c) => c.notNull())
    .addColumn("minute", "bigint", (c) => c.notNull())
    .addColumn("events", "bigint", (c) => c.notNull())
    .addColumn("late", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("coverage_minute_pk", ["tenant", "source", "minute"])
    .execute();
  await table
    .createTable("coverage_span")
    .addColumn("tenant", "text", (c) => c.notNull())
    .addColumn("source", "text", (c) => c.notNull())
    .addColumn("from_ms", "bigint", (c) => c.notNull())
    .addColumn("until_ms", "bigint", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("reason", "text", (c) => c.notNull())
    .addColumn("known_at", "bigint", (c) => c.notNull())
    .execute();
  await table
    .createIndex("coverage_span_by_time")
    .on("coverage_span")
    .columns(["tenant", "source", "from_ms"])
    .execute();
  await table
    .createTable("refused_record")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("tenant", "text", (c) => c.notNull())
    .addColumn("source", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("code", "text", (c) => c.notNull())
    .addColumn("reason", "text", (c) => c.notNull())
    .addColumn("raw", "text", (c) => c.notNull())
    .execute();
  await table
    .createTable("finding")
    .addColumn("tenant", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("revision", "bigint", (c) => c.notNull())
    .addColumn("rule", "text", (c) => c.notNull())
    .addColumn("severity", "text", (c) => c.notNull())
    .addColumn("first_ms", "bigint", (c) => c.notNull())
    .addColumn("last_ms", "bigint", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("created", "bigint", (c) => c.notNull())
    .addColumn("updated", "bigint", (c) => c.notNull())
    .addColumn("change", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("finding_pk", ["tenant", "id"])
    .execute();
  await table.createIndex("finding_by_update").on("finding").columns(["updated", "id"]).execute();
  await table.createIndex("finding_by_change").on("finding").column("change").unique().execute();
  await table.createIndex("finding_by_creation").on("finding").columns(["created", "tenant", "id"]).execute();
  await table
    .createTable("counter")
    .addColumn("name", "text", (c) => c.primaryKey())
    .addColumn("value", "bigint", (c) => c.notNull())
    .execute();
  await table
    .createTable("finding_revision")
    .addColumn("tenant", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("revision", "bigint", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("finding_revision_pk", ["tenant", "id", "revision"])
    .execute();
  await table
    .createTable("snapshot")
    .addColumn("name", "text", (c) => c.primaryKey())
    .addColumn("time", "bigint", (c) => c.notNull())
    .addColumn("uid", "text", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .execute();
  await table
    .createTable("suppression")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("tenant", "text", (c) => c.notNull())
    .addColumn("rule", "text", (c) => c.notNull())
    .addColumn("entity", "text", (c) => c.notNull())
    .addColumn("who", "text", (c) => c.notNull())
    .addColumn("why", "text", (c) => c.notNull())
    .addColumn("until", "bigint", (c) => c.notNull())
    .addColumn("created", "bigint", (c) => c.notNull())
    .execute();
  await table
    .createTable("journal")
    .addColumn("seq", "bigint", (c) => c.primaryKey())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("who", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("subject", "text", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("previous", "text", (c) => c.notNull())
    .addColumn("hash", "text", (c) => c.notNull())
    .execute();
  await table.createIndex("journal_by_subject").on("journal").columns(["subject", "seq"]).execute();
  await table
    .createTable("outbox")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("output", "text", (c) => c.notNull())
    .addColumn("tenant", "text", (c) => c.notNull())
    .addColumn("finding", "text", (c) => c.notNull())
    .addColumn("revision", "bigint", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("attempts", "bigint", (c) => c.notNull())
    .addColumn("next_at", "bigint", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("error", "text", (c) => c.notNull())
    .addColumn("created", "bigint", (c) => c.notNull())
    .execute();
  await table.createIndex("outbox_by_state").on("outbox").columns(["state", "next_at"]).execute();
  await table
    .createTable("api_token")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("hash", "text", (c) => c.notNull().unique())
    .addColumn("scopes", "text", (c) => c.notNull())
    .addColumn("created", "bigint", (c) => c.notNull())
    .addColumn("expires", "bigint", (c) => c.notNull())
    .addColumn("revoked", "bigint", (c) => c.notNull())
    .addColumn("used", "bigint", (c) => c.notNull())
    .execute();
}

async function leases(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("lease")
    .addColumn("name", "text", (c) => c.primaryKey())
    .addColumn("holder", "text", (c) => c.notNull())
    .addColumn("until", "bigint", (c) => c.notNull())
    .execute();
}

async function signals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("signal_stream")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("status", "text", (c) => c.notNull())
    .addColumn("reason", "text", (c) => c.notNull())
    .addColumn("verified", "bigint", (c) => c.notNull())
    .addColumn("created", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("signal_set")
    .addColumn("jti", "text", (c) => c.primaryKey())
    .addColumn("stream", "text", (c) => c.notNull())
    .addColumn("token", "text", (c) => c.notNull())
    .addColumn("attempts", "bigint", (c) => c.notNull())
    .addColumn("next_at", "bigint", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("error", "text", (c) => c.notNull())
    .addColumn("created", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("signal_set_by_stream")
    .on("signal_set")
    .columns(["stream", "state", "next_at"])
    .execute();
  await db.schema
    .createTable("signal_seen")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("at", "bigint", (c) => c.notNull())
    .execute();
}

async function journalByKind(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex("journal_by_kind").on("journal").columns(["kind", "seq"]).execute();
}

async function ownedStreams(db: Kysely<unknown>): Promise<void> {
  for (const column of ["owner", "form", "secret"])
    await db.schema
      .alterTable("signal_stream")
      .addColumn(column, "text", (c) => c.notNull().defaultTo(""))
      .execute();
}

/** The version that the tables have; 0 when there are none. */
export async function versionOf(db: Kysely<unknown>): Promise<number> {
  await sql`CREATE TABLE IF NOT EXISTS schema_version (version bigint PRIMARY KEY)`.execute(db);
  const { rows } = await sql<{
    version: number | string | null;
  }>`SELECT max(version) AS version FROM schema_version`.execute(db);
  return Number(rows[0]?.version ?? 0);
}

/** Brings the tables from `found` to the newest version, each step in a transaction of its own. */
export async function migrate(db: Kysely<unknown>, found: number): Promise<void> {
  for (const { version, up } of MIGRATIONS) {
    if (version <= found) continue;
    await db.transaction().execute(async (transaction) => {
      await up(transaction);
      await sql`INSERT INTO schema_version (version) VALUES (${version})`.execute(transaction);
    });
  }
}
