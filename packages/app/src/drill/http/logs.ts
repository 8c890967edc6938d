import type { Context } from "hono";
import type { LoggedEvent } from "../organisation/log.ts";
import type { Organisation } from "../organisation/organisation.ts";
import { refuse } from "./refuse.ts";

const DAY = 86_400_000;
const RETENTION = 90 * DAY;

/**
 * GET /api/v1/logs (Okta, "System Log API"). Without `until` it is polled: in the order of storing, with a `next` link
 * always. With `until` it is a bounded read: in the order of `published`, and it ends.
 */
export function logs(c: Context, org: Organisation, origin: string): Response {
  const query = c.req.query();
  const limit = Number(query["limit"] ?? 100);
  if (!Number.isInteger(limit) || limit < 0 || limit > 1000)
    return refuse(c, "E0000001", "limit must be from 0 to 1000");
  const { after } = query;
  const at = after === undefined ? undefined : readCursor(after);
  if (after !== undefined && at === undefined) return refuse(c, "E0000001", "The after parameter is not valid");
  const now = org.now();
  const since = timeOf(query["since"], now - 7 * DAY);
  const until = query["until"] === undefined ? undefined : timeOf(query["until"], now);
  if (since === undefined || (query["until"] !== undefined && until === undefined))
    return refuse(c, "E0000001", "since and until must be ISO 8601 timestamps");
  if (since < now - 2 * RETENTION)
    return refuse(c, "E0000053", "The since parameter is over 180 days prior to the current day.");
  const wanted = (event: LoggedEvent): boolean => matches(event, query["filter"]);
  if (until === undefined) {
    const from = at ?? org.log.indexAt(Math.max(since, now - RETENTION));
    const stored = org.log.from(from, now).slice(0, limit);
    return page(c, stored.filter(wanted), { origin, next: nextOf(query, from + stored.length) });
  }
  const all = org.log.between(Math.max(since, now - RETENTION), until, now).filter(wanted);
  const from = at ?? 0;
  const found = all.slice(from, from + limit);
  const next = from + limit < all.length ? nextOf(query, from + limit) : undefined;
  return page(c, found, { origin, next });
}

function page(
  c: Context,
  events: readonly LoggedEvent[],
  links: { readonly origin: string; readonly next: string | undefined },
): Response {
  const { origin, next } = links;
  c.header("link", `<${origin}${c.req.path}>; rel="self"`);
  if (next !== undefined) c.header("link", `<${origin}${c.req.path}?${next}>; rel="next"`, { append: true });
  return c.json(events.map(({ record }) => record));
}

function nextOf(query: Readonly<Record<string, string>>, at: number): string {
  const { after: _, ...rest } = query;
  return new URLSearchParams({ ...rest, after: Buffer.from(`at:${at}`).toString("base64url") }).toString();
}

function readCursor(text: string): number | undefined {
  const [, at] = /^at:(\d+)$/.exec(Buffer.from(text, "base64url").toString("latin1")) ?? [];
  return at === undefined ? undefined : Number(at);
}

function timeOf(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The one filter that is understood: `eventType eq "…"`, joined by `or`. */
function matches({ record }: LoggedEvent, filter: string | undefined): boolean {
  if (filter === undefined || filter === "") return true;
  return [...filter.matchAll(/eventType\s+eq\s+"([^"]*)"/g)].some(([, type]) => record["eventType"] === type);
}
