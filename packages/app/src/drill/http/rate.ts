import type { Context } from "hono";
import type { Organisation } from "../organisation/organisation.ts";

const MINUTE = 60_000;
/** Requests a minute, by the beginning of the path (Okta, "Rate limits"); a caller gets half of an organisation's. */
const LIMITS: readonly (readonly [path: string, limit: number])[] = [
  ["/api/v1/logs", 120],
  ["/oauth2/v1/token", 600],
  ["/", 600],
];

/** Counts requests by endpoint and caller, a minute at a time, and says so in headers as Okta does. */
export class RateLimits {
  readonly #org: Organisation;
  readonly #used = new Map<string, { since: number; count: number }>();
  /** Multiplies every limit: a drill in compressed time asks more often in one of its minutes. */
  factor = 1;

  constructor(org: Organisation) {
    this.#org = org;
  }

  /** Counts a request; false when it is one too many. */
  admit(c: Context, bucket: string): boolean {
    const [path, most] = LIMITS.find(([start]) => c.req.path.startsWith(start)) ?? ["/", 600];
    const limit = Math.ceil((most * this.factor) / 2);
    const now = this.#org.now();
    const key = `${bucket} ${path}`;
    let used = this.#used.get(key);
    if (used === undefined || now - used.since >= MINUTE) this.#used.set(key, (used = { since: now, count: 0 }));
    used.count++;
    c.header("x-rate-limit-limit", String(limit));
    c.header("x-rate-limit-remaining", String(Math.max(0, limit - used.count)));
    c.header("x-rate-limit-reset", String(Math.ceil((used.since + MINUTE) / 1000)));
    return used.count <= limit;
  }
}
