import type { Envelope } from "../../event/envelope.ts";
import type { Observed } from "../observed.ts";
import { WEIGHT } from "../weights.ts";

const HOUR = 3_600_000;
const MAX_SOURCES = 20_000;
const MAX_USERS = 256;
/** Users who must have failed from one source before a success there looks like a hit. */
const USERS = 5;

interface Source {
  first: number;
  last: number;
  readonly failed: Map<string, number>;
  readonly succeeded: Set<string>;
  readonly uids: string[];
}

const BAD_PASSWORD = /INVALID_CREDENTIALS|VERIFICATION_ERROR|LOCKED_OUT|invalid|password/i;

/**
 * Passwords tried on many accounts from one source: an address, or one network with one user agent when the addresses
 * rotate. A success among the failures, without a second factor, is an account that was opened by the spray.
 */
export class SprayWatch {
  readonly #sources = new Map<string, Source>();

  /** Counts a failed password. */
  failed(event: Envelope, network: string): void {
    if (!isPasswordStep(event) || event.outcome !== "FAILURE" || !BAD_PASSWORD.test(event.reason)) return;
    for (const key of keysOf(event, network)) {
      const source = this.#source(key, event.time);
      const user = event.actorName || event.actorId;
      if (source.failed.size < MAX_USERS || source.failed.has(user))
        source.failed.set(user, (source.failed.get(user) ?? 0) + 1);
      if (source.uids.length < 20) source.uids.push(event.uid);
    }
  }

  /** What the source's failures say about a sign-in that succeeds from it. */
  judge(event: Envelope, network: string): readonly Observed[] {
    const said: Observed[] = [];
    for (const key of keysOf(event, network)) {
      const source = this.#sources.get(key);
      if (source === undefined || event.time - source.last > 6 * HOUR) continue;
      const user = event.actorName || event.actorId;
      const others = [...source.failed.keys()].filter((name) => name !== user && !source.succeeded.has(name));
      const hits = source.succeeded.size;
      source.succeeded.add(user);
      // An office address has failures too, beside many more people who get in.
      if (said.length > 0 || others.length < USERS || hits * 3 > others.length) continue;
      said.push({
        kind: "sign-in.spray",
        weight: WEIGHT["sign-in.spray"] + Math.min(1, (others.length - USERS) * 0.1),
        why: `${others.length} other accounts failed their password from ${key.includes("|") ? "the same network and browser" : event.ip} shortly before`,
        uid: event.uid,
        time: event.time,
        also: source.uids,
      });
    }
    return said;
  }

  #source(key: string, time: number): Source {
    const known = this.#sources.get(key);
    if (known !== undefined && time - known.last <= 6 * HOUR) {
      known.last = time;
      return known;
    }
    if (known === undefined && this.#sources.size >= MAX_SOURCES)
      for (const [oldest] of this.#sources) {
        this.#sources.delete(oldest);
        break;
      }
    const source: Source = { first: time, last: time, failed: new Map(), succeeded: new Set(), uids: [] };
    this.#sources.set(key, source);
    return source;
  }
}

function isPasswordStep(event: Envelope): boolean {
  return (
    event.type === "user.session.start" ||
    event.type === "user.authentication.auth" ||
    event.type === "user.authentication.authenticate" ||
    event.type === "user.authentication.verify" ||
    event.type === "user.account.lock" ||
    event.type === "user.authentication.auth_via_richclient"
  );
}

function keysOf(event: Envelope, network: string): readonly string[] {
  return event.ip === "" ? [] : event.ua === "" ? [event.ip] : [event.ip, `${network}|${event.ua}`];
}
