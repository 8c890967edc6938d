import { ApiError, type Client, findEvents } from "@nightlatch/client";
import type { FindQuery } from "@nightlatch/core";
import { countFound, find } from "../../hunt/find.ts";
import { readFoundCursor, writeFoundCursor } from "../../hunt/found-cursor.ts";
import type { StoredEvent } from "../../store/events/index.ts";
import { EXIT } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";
import { atStores } from "./at-stores.ts";

/** What is asked. */
export interface Question {
  readonly text: string;
  readonly query: FindQuery;
  readonly tenant: string | undefined;
  readonly limit: number;
  /** `next` of the answer before. */
  readonly after: string | undefined;
  readonly oldest: boolean;
}

/** What was found, whoever was asked. */
export interface Found {
  readonly events: readonly StoredEvent[];
  /** All there are; absent where it was not counted. */
  readonly total?: number;
  readonly next: string | undefined;
}

/** Asks the store that the configuration names. Throws a Failure NL-FIND-PLACE. */
export async function askStore(
  { query, tenant, limit, after, oldest }: Question,
  flags: GlobalOptions,
): Promise<Found> {
  const begun = after === undefined ? { now: Date.now(), place: undefined } : readFoundCursor(after);
  if (begun === undefined)
    throw new Failure("NL-FIND-PLACE", `"${after}" is no place among found events`, {
      exit: EXIT.usage,
      next: "Give --after what stands behind it below the answer before, unchanged",
    });
  const { now, place } = begun;
  return atStores(flags, async ({ events: store }) => {
    const wanted = { tenant, query, now, oldest };
    const { events, next } = await find(store, wanted, { limit, after: place });
    if (next === undefined && place === undefined) return { events, next, total: events.length };
    const total = await countFound(store, wanted);
    return { events, total, next: next === undefined ? undefined : writeFoundCursor({ now, place: next }) };
  });
}

/** Most that a page of the service holds. */
const PAGE = 500;

/** Asks the service that runs. Throws a Failure with the code of its refusal. */
export async function askService({ text, tenant, limit, after, oldest }: Question, client: Client): Promise<Found> {
  if (oldest)
    throw new Failure("NL-CLI-USAGE", "The service gives the newest events first, and was asked for the oldest", {
      exit: EXIT.usage,
      next: "Leave --oldest out, narrow the time with since= and until=, or unset NIGHTLATCH_TOKEN to ask the store",
    });
  const events: StoredEvent[] = [];
  let cursor = after;
  try {
    do {
      const page = { query: text, tenant, limit: Math.min(PAGE, limit - events.length) };
      const { items, next } = await client.call(findEvents, cursor === undefined ? page : { ...page, cursor });
      for (const { raw, encoding, time, received, ...rest } of items)
        events.push({
          ...rest,
          time: Date.parse(time),
          received: Date.parse(received),
          raw: Buffer.from(raw, encoding === "base64" ? "base64" : "utf8"),
        });
      cursor = next ?? undefined;
    } while (cursor !== undefined && events.length < limit);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new Failure(error.code, error.message, {
      exit: error.status >= 400 && error.status < 500 ? EXIT.usage : EXIT.unavailable,
      next: "See that the service runs at NIGHTLATCH_URL, and that the token in NIGHTLATCH_TOKEN has the scope read",
    });
  }
  return { events, next: cursor };
}
