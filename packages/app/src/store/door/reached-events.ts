import type { Appended, EventStore, Holding, NewEvent, StoredEvent } from "../events/index.ts";
import { arrived, type Carried, carried } from "./event-ops.ts";
import type { Ask } from "./frames.ts";

/** Events carried at a time: others are served in between. */
const PAGE = 1000;

/** The event store of another process. */
export function reachedEvents(ask: Ask): EventStore {
  return {
    append: async (events) => {
      const given = events.map(carried<NewEvent>);
      const { fresh, ...rest } = (await ask("append", given)) as Omit<Appended, "fresh"> & {
        readonly fresh: readonly Identity[];
      };
      const left = new Set(fresh.map(keyOf));
      return { ...rest, fresh: events.filter(({ envelope }) => left.delete(keyOf(envelope))) };
    },
    read: async function* (query) {
      let { after, limit = Number.POSITIVE_INFINITY } = query;
      while (limit > 0) {
        const take = Math.min(PAGE, limit);
        const page = (await ask("read", { ...query, after, limit: take })) as readonly Carried<StoredEvent>[];
        if (page.length > 0) yield page.map(arrived<StoredEvent>);
        const last = page.at(-1);
        if (last === undefined || page.length < take) return;
        after = { time: last.time, uid: last.uid };
        limit -= page.length;
      }
    },
    byUid: async (tenant, uids) =>
      ((await ask("byUid", { tenant, uids })) as readonly Carried<StoredEvent>[]).map(arrived<StoredEvent>),
    query: async (sql, params = {}) =>
      (await ask("query", { sql, params })) as readonly Readonly<Record<string, unknown>>[],
    ask: async (sql, limit) => (await ask("ask", { sql, limit })) as readonly Readonly<Record<string, unknown>>[],
    holdings: async () => (await ask("holdings", null)) as readonly Holding[],
    forget: async (what) => {
      await ask("forget", what);
    },
    size: async () => (await ask("size", null)) as number,
    close: () => Promise.resolve(),
  };
}

interface Identity {
  readonly tenant: string;
  readonly source: string;
  readonly uid: string;
}

function keyOf({ tenant, source, uid }: Identity): string {
  return `${tenant}\n${source}\n${uid}`;
}
