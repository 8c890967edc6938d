import { COLUMNS } from "./columns.ts";

/** Version of the tables; a database with a higher one is not touched. */
export const SCHEMA = 1;

/** Where the tables stand: in one engine, or replicated and sharded over a cluster. */
export type Layout = { readonly kind: "single" } | { readonly kind: "cluster"; readonly cluster: string };

/**
 * The statements that make the tables, in order. Rows lie by day and actor, because neighbours that are alike take a
 * third less room; within the store an event is found by its uid through a bloom filter. On a cluster each shard holds
 * whole tenants, and `events` is the distributed table over `events_local`, so that queries are the same everywhere.
 */
export function tables(layout: Layout): readonly string[] {
  const local = layout.kind === "single" ? "events" : "events_local";
  const on = layout.kind === "single" ? "" : ` ON CLUSTER ${quoted(layout.cluster)}`;
  const engine = (name: string): string =>
    layout.kind === "single"
      ? "ReplacingMergeTree"
      : `ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/${name}', '{replica}')`;
  const columns = COLUMNS.map(({ name, type }) => `  ${name} ${type}`).join(",\n");
  const events = `CREATE TABLE IF NOT EXISTS ${local}${on} (
${columns},
  INDEX by_uid uid TYPE bloom_filter(0.0001) GRANULARITY 1,
  INDEX by_session (session, root) TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX by_ip ip TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = ${engine("events")}
PARTITION BY (tenant, toYYYYMM(time))
ORDER BY (tenant, source, toDate(time), actor_id, time, uid)
SETTINGS ${layout.kind === "single" ? "non_replicated_deduplication_window = 1000, " : ""}fsync_after_insert = 1, fsync_part_directory = 1, min_compress_block_size = 1048576, max_compress_block_size = 4194304`;
  const version = `CREATE TABLE IF NOT EXISTS nightlatch_schema${on} (version UInt32, at DateTime64(3, 'UTC')) ENGINE = ${engine("nightlatch_schema").replace("Replacing", "")} ORDER BY version`;
  if (layout.kind === "single") return [events, version];
  const spread = `CREATE TABLE IF NOT EXISTS events${on} AS events_local ENGINE = Distributed(${quoted(layout.cluster)}, currentDatabase(), 'events_local', cityHash64(tenant))`;
  return [events, spread, version];
}

/** A name as ClickHouse quotes identifiers. */
function quoted(name: string): string {
  return `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}
