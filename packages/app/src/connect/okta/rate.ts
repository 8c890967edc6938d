/** What an answer says about its bucket (Okta developer documentation, "Rate limits"). */
export interface RateHeaders {
  /** Requests a minute in the bucket; 0 with a remaining of 0 is the limit on concurrent requests. */
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until the bucket is full again, by the server's own clock. */
  readonly resetsIn: number;
}

const MINUTE = 60_000;
const SECOND = 1000;

/** Reads the headers; undefined when the answer has none. The server's `Date` counts, not this machine's clock. */
export function readRateHeaders(headers: Headers): RateHeaders | undefined {
  const limit = number(headers.get("x-rate-limit-limit"));
  const remaining = number(headers.get("x-rate-limit-remaining"));
  const reset = number(headers.get("x-rate-limit-reset"));
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  const server = Date.parse(headers.get("date") ?? "");
  const resetsIn = Number.isNaN(server) ? MINUTE : reset * SECOND - server;
  return { limit, remaining, resetsIn: Math.min(Math.max(resetsIn, 0), 2 * MINUTE) };
}

/**
 * How long to wait before the next request of a bucket, in milliseconds, so that we stay below `share` (0 to 1) of it:
 * what the tenant's other users need is theirs.
 */
export function pause(rate: RateHeaders | undefined, share: number): number {
  if (rate === undefined || rate.limit <= 0) return 0;
  const floor = Math.ceil(rate.limit * (1 - share));
  // A second more, because the reset is given in whole seconds.
  return rate.remaining > floor ? 0 : rate.resetsIn + SECOND;
}

/** How long to wait after a refusal for want of room. */
export function pauseAfterRefusal(rate: RateHeaders | undefined, attempt: number): number {
  // Too many at once: the reset says nothing then, so wait a little longer each time.
  if (rate === undefined || rate.limit === 0) return Math.min(SECOND * 2 ** attempt, MINUTE);
  return rate.resetsIn + SECOND;
}

function number(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
