import { type EventPort, type EventQuestion, isProblem, oktaDetail, readOkta, type SeenEvent } from "@nightlatch/core";
import type { EventStore, StoredEvent } from "../store/events/index.ts";

/** Times beyond these are "ever" to the store: a DateTime64 ends in 2299. */
const EARLIEST = 0;
const LATEST = Date.UTC(2262, 0, 1);
/** More people than these are a crowd, however many they are. */
const CROWD = 1000;

/** The conditions that a question narrows by, each over a typed column. */
const CONDITIONS: Readonly<Record<keyof Omit<EventQuestion, "since" | "until">, string>> = {
  sessions: "(session IN {sessions:Array(String)} OR root IN {sessions:Array(String)})",
  tokens: "token IN {tokens:Array(String)}",
  ips: "ip IN {ips:Array(String)}",
  actors: "(actor_id IN {actors:Array(String)} OR actor_name IN {actors:Array(String)})",
  clients: "client IN {clients:Array(String)}",
  agents: "ua IN {agents:Array(String)}",
  types: "type IN {types:Array(String)}",
  targets: "hasAny(target_id, {targets:Array(String)})",
};

/**
 * The events of a tenant, asked as an investigation asks. With `knownBy` (milliseconds) only what had reached us by
 * then, so that a past moment can be asked about. Throws RangeError for a question by object alone.
 */
export function storedEvents(
  store: EventStore,
  { tenant, knownBy }: { readonly tenant: string; readonly knownBy?: number },
): EventPort {
  return {
    ask: async function* (question) {
      const { since, until, ...fields } = question;
      const asked = Object.keys(CONDITIONS).filter(
        (name): name is keyof typeof CONDITIONS => fields[name as keyof typeof fields] !== undefined,
      );
      if (asked.every((name) => name === "targets"))
        throw new RangeError(
          "Events were asked for by their object alone, an actor, address, session, token or type is wanted",
        );
      if (asked.some((name) => fields[name]?.length === 0)) return;
      const where = asked.map((name) => CONDITIONS[name]);
      if (knownBy !== undefined) where.push("received <= fromUnixTimestamp64Milli({knownBy:Int64})");
      const pages = store.read({
        tenant,
        after: { time: clamp(since), uid: "" },
        until: clamp(until),
        where: where.join(" AND "),
        params: { ...fields, ...(knownBy === undefined ? {} : { knownBy: clamp(knownBy) }) },
      });
      for await (const page of pages) yield page.flatMap(seenOf);
    },
    people: async ({ kind, value, since, until }) => {
      const rows = await store.query(
        `SELECT DISTINCT actor_id FROM events
         WHERE tenant = {tenant:String} AND ${kind === "address" ? "ip" : "ua"} = {value:String}
           AND time >= fromUnixTimestamp64Milli({since:Int64}) AND time < fromUnixTimestamp64Milli({until:Int64})
           AND outcome IN ('SUCCESS', 'ALLOW') AND actor_type = 'User' LIMIT ${CROWD}`,
        { tenant, value, since: clamp(since), until: clamp(until) },
      );
      return rows.map(({ actor_id: id }) => String(id)).sort();
    },
  };
}

/** An event as it is read today; a record that today's reader refuses is left out. */
export function seenOf({ tenant, raw, received }: StoredEvent): readonly SeenEvent[] {
  const record: unknown = JSON.parse(Buffer.from(raw).toString("utf8"));
  const at = { file: "store", line: 1, offset: 0, length: raw.length };
  const envelope = readOkta(record, { tenant, at });
  return isProblem(envelope) ? [] : [{ envelope, detail: oktaDetail(record), raw: record, received }];
}

function clamp(time: number): number {
  return Math.min(Math.max(Math.trunc(time), EARLIEST), LATEST);
}
