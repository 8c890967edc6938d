import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { innerConnection } from "./inner-connection.ts";
import type { Layout } from "./schema.ts";

/** Where events are kept. */
export type EventStoreAddress =
  | { readonly folder: string }
  | {
      readonly url: string;
      readonly database?: string;
      readonly username?: string;
      readonly password?: string;
      /** Name of the cluster; the tables are replicated and distributed when it is given. */
      readonly cluster?: string;
      /** How long an answer may take; a minute unless told otherwise. */
      readonly timeoutMs?: number;
    };

/** Three doors to one engine: one that writes, and two that cannot, so that a long question holds up nobody's work. */
export interface Doors {
  readonly write: ClickHouseClient;
  readonly read: ClickHouseClient;
  readonly ask: ClickHouseClient;
  readonly layout: Layout;
  /** Folder of the engine's files, when they are on this machine. */
  readonly folder: string | undefined;
}

/** Bounds of every question: seconds, bytes of memory, rows of the answer. */
const BOUNDS = { max_execution_time: 120, max_memory_usage: 6_000_000_000, max_result_rows: 5_000_000 } as const;
const REQUEST_MS = 60_000;

/** Opens the doors. Those that read refuse writes, files and addresses (`readonly`), whatever is asked of it. */
export async function openDoors(address: EventStoreAddress): Promise<Doors> {
  if ("folder" in address) {
    const path = join(address.folder, "events");
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const door = (): ClickHouseClient => createClient({ connection: innerConnection(path) });
    const [write, read, ask] = [door(), door(), door()];
    const settings = Object.entries({ ...BOUNDS, readonly: 1 }).map(([name, value]) => `${name} = ${value}`);
    // In process a setting belongs to the connection: once it is read-only, it stays so.
    for (const one of [read, ask]) await one.command({ query: `SET ${settings.join(", ")}` });
    return { write, read, ask, layout: { kind: "single" }, folder: path };
  }
  const { url, database, username, password, cluster, timeoutMs = REQUEST_MS } = address;
  const server = {
    url,
    request_timeout: timeoutMs,
    // What goes wrong is told as an error with a code, once; the client would print it besides.
    log: { level: ClickHouseLogLevel.OFF },
    ...(database === undefined ? {} : { database }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
  const reading = {
    ...server,
    clickhouse_settings: {
      max_execution_time: 120,
      max_memory_usage: "6000000000",
      max_result_rows: "5000000",
      readonly: "1",
    },
  } as const;
  return {
    write: createClient(server),
    read: createClient(reading),
    ask: createClient(reading),
    layout: cluster === undefined ? { kind: "single" } : { kind: "cluster", cluster },
    folder: undefined,
  };
}
