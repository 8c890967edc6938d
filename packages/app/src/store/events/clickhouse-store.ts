import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import { whyRefused } from "./asked.ts";
import { askedError, isClickHouseFault, questionError, storeFault } from "./fault.ts";
import { COLUMNS, dateTime, type Written } from "./columns.ts";
import type { Doors } from "./connect.ts";
import type { Appended, EventQuery, EventStore, Holding, NewEvent, StoredEvent } from "./event-store.ts";
import { persist } from "./persist.ts";
import { isQuestion, whyNotOne } from "./one-statement.ts";
import { tabSeparated } from "./tab-separated.ts";
import { StoreError } from "../store-error.ts";

/** Events read at a time. */
const PAGE = 5_000;
const NAMES = COLUMNS.map(({ name }) => name);
const READ =
  "tenant, source, uid, toUnixTimestamp64Milli(time) AS ms, toUnixTimestamp64Milli(received) AS received_ms, raw, toString(raw_form) AS form";

interface Row {
  readonly tenant: string;
  readonly source: string;
  readonly uid: string;
  readonly ms: string;
  readonly received_ms: string;
  readonly raw: string;
  readonly form: "text" | "base64";
}

/** The event store over ClickHouse's client, in process or on a server. */
export class ClickHouseStore implements EventStore {
  readonly #doors: Doors;
  #appended: Promise<unknown> = Promise.resolve();
  /** The engine's table functions, once they were asked for. */
  #tables: ReadonlySet<string> | undefined;

  constructor(doors: Doors) {
    this.#doors = doors;
  }

  /** One after another: what two of them have in common must be there for the second to see. */
  append(events: readonly NewEvent[]): Promise<Appended> {
    const next = this.#appended.then(() => this.#append(events));
    this.#appended = next.catch(() => undefined);
    return next;
  }

  async #append(events: readonly NewEvent[]): Promise<Appended> {
    const once = new Map<string, Written>();
    const contradictions = new Set<string>();
    let repeats = 0;
    for (const event of events) {
      const { tenant, source, uid } = event.envelope;
      const key = `${tenant}\n${source}\n${uid}`;
      const written = writtenOf(event);
      const before = once.get(key);
      if (before === undefined) once.set(key, written);
      else {
        repeats++;
        if (before.text !== written.text) contradictions.add(uid);
      }
    }
    for (const { tenant, source, uid, same } of await this.#known([...once.values()])) {
      const key = `${tenant}\n${source}\n${uid}`;
      if (!once.delete(key)) continue;
      repeats++;
      if (!same) contradictions.add(uid);
    }
    const fresh = [...once.values()];
    if (fresh.length > 0) await this.#insert(fresh);
    return { fresh, repeats, contradictions: [...contradictions] };
  }

  async *read(query: EventQuery): AsyncGenerator<readonly StoredEvent[]> {
    const { tenant, source, until, where, params = {}, limit = Number.POSITIVE_INFINITY } = query;
    let { after } = query;
    let left = limit;
    while (left > 0) {
      const conditions = [
        "tenant = {q_tenant:String}",
        source === undefined ? "" : "source = {q_source:String}",
        after === undefined
          ? ""
          : "toDate(time) >= toDate({q_time:DateTime64(3)}) AND (time, uid) > ({q_time:DateTime64(3)}, {q_uid:String})",
        until === undefined ? "" : "time < {q_until:DateTime64(3)}",
        where === undefined ? "" : `(${where})`,
      ].filter((condition) => condition !== "");
      const take = Math.min(PAGE, left);
      const rows = await this.#ask<Row>(
        `SELECT ${READ} FROM events WHERE ${conditions.join(" AND ")} ORDER BY time, uid LIMIT ${take}`,
        {
          ...params,
          q_tenant: tenant,
          q_source: source ?? "",
          q_time: dateTime(after?.time ?? 0),
          q_uid: after?.uid ?? "",
          q_until: dateTime(until ?? 0),
        },
      );
      if (rows.length > 0) yield rows.map(storedOf);
      const last = rows.at(-1);
      if (last === undefined || rows.length < take) return;
      after = { time: Number(last.ms), uid: last.uid };
      left -= rows.length;
    }
  }

  async byUid(tenant: string, uids: readonly string[]): Promise<readonly StoredEvent[]> {
    const found: StoredEvent[] = [];
    for (let at = 0; at < uids.length; at += 1000) {
      const rows = await this.#ask<Row>(
        `SELECT ${READ} FROM events WHERE tenant = {tenant:String} AND uid IN {uids:Array(String)} ORDER BY time, uid`,
        { tenant, uids: uids.slice(at, at + 1000) },
      );
      found.push(...rows.map(storedOf));
    }
    return found;
  }

  async query(
    sql: string,
    params: Readonly<Record<string, unknown>> = {},
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    refuse(whyNotOne(sql));
    // As a subquery it can be a SELECT only: no INTO OUTFILE, no other format.
    return this.#ask(`SELECT * FROM (\n${sql}\n)`, params, this.#doors.ask);
  }

  async ask(sql: string, limit: number): Promise<readonly Readonly<Record<string, unknown>>[]> {
    refuse(
      whyNotOne(sql) ?? (isQuestion(sql) ? undefined : "Only questions are answered: SELECT … or WITH … SELECT …"),
    );
    const framed = `SELECT * FROM (\n${sql}\n)`;
    const door = this.#doors.ask;
    try {
      const tree = await this.#tree(framed);
      this.#tables ??= new Set(
        (await this.#rows<{ name: string }>("SELECT name FROM system.table_functions", {}, door)).map(({ name }) =>
          name.toLowerCase(),
        ),
      );
      refuse(whyRefused(tree, this.#tables));
      return await this.#rows(`${framed} LIMIT ${limit}`, {}, door);
    } catch (error) {
      throw askedError(error);
    }
  }

  async holdings(): Promise<readonly Holding[]> {
    const rows = await this.#ask<HoldingRow>(
      `SELECT tenant, source, count() AS events, toUnixTimestamp64Milli(min(time)) AS first, toUnixTimestamp64Milli(max(time)) AS last, toUnixTimestamp64Milli(max(received)) AS received
       FROM events GROUP BY tenant, source ORDER BY tenant, source`,
      {},
    );
    return rows.map((row) => ({
      ...row,
      events: Number(row.events),
      first: Number(row.first),
      last: Number(row.last),
      received: Number(row.received),
    }));
  }

  async forget({ tenant, source, from = 0, before, except = [] }: Parameters<EventStore["forget"]>[0]): Promise<void> {
    const { write, layout } = this.#doors;
    const table = layout.kind === "single" ? "events" : `events_local ON CLUSTER ${layout.cluster}`;
    // A mutation keeps times as numbers of seconds, and does not read "0" back.
    const since = from <= 0 ? "" : " AND time >= {from:DateTime64(3)}";
    await persist(() =>
      write.command({
        // A mutation, not a mask over the rows: the parts are written anew without them.
        query: `ALTER TABLE ${table} DELETE WHERE tenant = {tenant:String} AND source = {source:String}${since} AND time < {before:DateTime64(3)} AND uid NOT IN {except:Array(String)}`,
        query_params: { tenant, source, from: dateTime(from), before: dateTime(before), except: [...except] },
        clickhouse_settings: { mutations_sync: "2" },
      }),
    );
  }

  async size(): Promise<number> {
    const { write } = this.#doors;
    const answer = await write.query({
      query: "SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = currentDatabase()",
      format: "JSONEachRow",
    });
    const [row] = await answer.json<{ bytes: string }>();
    return Number(row?.bytes ?? 0);
  }

  async close(): Promise<void> {
    const { read, ask, write } = this.#doors;
    for (const door of [read, ask, write]) await door.close();
  }

  async #insert(events: readonly Written[]): Promise<void> {
    try {
      await this.#insertRows(events);
    } catch (error) {
      if (!isClickHouseFault(error, "data")) throw storeFault(error);
      // A record that the engine's own JSON reader refuses does not keep the others out: it is kept as bytes alone.
      if (events.length === 1) {
        const [event] = events;
        if (event === undefined || event.form === "base64") throw error;
        await this.#insertRows([asBytes(event)]);
        return;
      }
      const half = events.length >> 1;
      await this.#insert(events.slice(0, half));
      await this.#insert(events.slice(half));
    }
  }

  async #insertRows(events: readonly Written[]): Promise<void> {
    const body = tabSeparated(events);
    // An insert whose answer was lost is sent again and counted once. What was forgotten may come again, so that the
    // token is of this insert and not of its content.
    const token = randomUUID();
    await persist(() =>
      this.#doors.write.insert({
        table: "events",
        columns: [...NAMES] as [string, ...string[]],
        values: Readable.from([Buffer.from(body)], { objectMode: false }),
        format: "TabSeparated",
        clickhouse_settings: {
          type_json_skip_duplicated_paths: 1,
          // What a record has as text stays text, also where it looks like a time.
          input_format_try_infer_dates: 0,
          input_format_try_infer_datetimes: 0,
          insert_deduplicate: 1,
          insert_deduplication_token: token,
        },
      }),
    );
  }

  /** Which of the events are there already, and whether with the same bytes. */
  async #known(events: readonly Written[]): Promise<readonly (Identity & { readonly same: boolean })[]> {
    const known: (Identity & { readonly same: boolean })[] = [];
    const texts = new Map(events.map((event) => [event.envelope.uid, event.text]));
    for (let at = 0; at < events.length; at += 2000) {
      const some = events.slice(at, at + 2000);
      const rows = await this.#ask<Identity & { raw: string }>(
        "SELECT tenant, source, uid, raw FROM events WHERE tenant IN {tenants:Array(String)} AND uid IN {uids:Array(String)}",
        {
          tenants: [...new Set(some.map(({ envelope }) => envelope.tenant))],
          uids: some.map(({ envelope }) => envelope.uid),
        },
      );
      for (const { tenant, source, uid, raw } of rows)
        known.push({ tenant, source, uid, same: texts.get(uid) === raw });
    }
    return known;
  }

  async #ask<T>(sql: string, params: Readonly<Record<string, unknown>>, door = this.#doors.read): Promise<T[]> {
    try {
      return await this.#rows<T>(sql, params, door);
    } catch (error) {
      throw questionError(error);
    }
  }

  /** The engine's own reading of a statement, a line for each part. It takes the form that is wanted for the statement's. */
  #tree(sql: string): Promise<readonly string[]> {
    return persist(async () => {
      const answer = await this.#doors.ask.query({ query: `EXPLAIN AST ${sql}`, format: "TabSeparatedRaw" });
      return (await answer.text()).split("\n");
    });
  }

  #rows<T>(sql: string, params: Readonly<Record<string, unknown>>, door: ClickHouseClient): Promise<T[]> {
    return persist(async () => {
      const answer = await door.query({ query: sql, query_params: { ...params }, format: "JSONEachRow" });
      return answer.json<T>();
    });
  }
}

/** Throws a StoreError NL-STORE-QUERY when there is a reason to. */
function refuse(reason: string | undefined): void {
  if (reason !== undefined) throw new StoreError("NL-STORE-QUERY", `The event store refused the question: ${reason}`);
}

interface HoldingRow {
  readonly tenant: string;
  readonly source: string;
  readonly events: string;
  readonly first: string;
  readonly last: string;
  readonly received: string;
}

interface Identity {
  readonly tenant: string;
  readonly source: string;
  readonly uid: string;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function writtenOf(event: NewEvent): Written {
  try {
    return { ...event, text: utf8.decode(event.raw), form: "text" };
  } catch {
    return asBytes({ ...event, text: "", form: "text" });
  }
}

function asBytes(event: Written): Written {
  return { ...event, text: Buffer.from(event.raw).toString("base64"), form: "base64" };
}

function storedOf(row: Row): StoredEvent {
  return {
    tenant: row.tenant,
    source: row.source,
    uid: row.uid,
    time: Number(row.ms),
    received: Number(row.received_ms),
    raw: Buffer.from(row.raw, row.form === "base64" ? "base64" : "utf8"),
  };
}
