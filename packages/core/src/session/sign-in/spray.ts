import type { Envelope } from "../../event/envelope.ts";
import type { Network } from "../../network/network.ts";
import { isRented } from "../compare/index.ts";
import type { Observed } from "../observed.ts";
import { WEIGHT } from "../weights.ts";

const HOUR = 3_600_000;
const MAX_SOURCES = 20_000;
const MAX_USERS = 256;
/** Users who must have failed from one source before a success there looks like a hit. */
const USERS = 5;

interface Source {
  last: number;
  /** When each user last failed there. */
  readonly failed: Map<string, number>;
  readonly succeeded: Set<string>;
  readonly uids: string[];
}

/** Every source with who failed and who succeeded there. */
export type SavedSprays = readonly {
  readonly key: string;
  readonly last: number;
  readonly failed: readonly (readonly [user: string, time: number])[];
  readonly succeeded: readonly string[];
  readonly uids: readonly string[];
}[];

/** What counts as one source, and how much of a spray makes it one. */
interface Key {
  readonly key: string;
  readonly window: number;
  readonly users: number;
  readonly weight: number;
  readonly words: string;
}

const BAD_PASSWORD = /INVALID_CREDENTIALS|VERIFICATION_ERROR|LOCKED_OUT|invalid|password/i;

/**
 * Passwords tried on many accounts from one source: an address, or one network with one user agent when the addresses
 * rotate. A success among the failures, without a second factor, is an account that was opened by the spray.
 */
export class SprayWatch {
  readonly #sources = new Map<string, Source>();

  /** Counts a failed password. */
  failed(event: Envelope, network: Network): void {
    if (!isPasswordStep(event) || event.outcome !== "FAILURE" || !BAD_PASSWORD.test(event.reason)) return;
    for (const { key, window } of keysOf(event, network)) {
      const source = this.#source(key, event.time, window);
      const user = event.actorName || event.actorId;
      if (source.failed.size < MAX_USERS || source.failed.has(user)) source.failed.set(user, event.time);
      if (source.uids.length < 20) source.uids.push(event.uid);
    }
  }

  /** What the source's failures say about a sign-in that succeeds from it: the strongest of what its keys say. */
  judge(event: Envelope, network: Network): readonly Observed[] {
    let said: readonly Observed[] = [];
    const user = event.actorName || event.actorId;
    for (const { key, window, users, weight, words } of keysOf(event, network)) {
      const source = this.#sources.get(key);
      if (source === undefined) continue;
      const others = [...source.failed].filter(
        ([name, time]) => name !== user && event.time - time <= window && !source.succeeded.has(name),
      ).length;
      const hits = source.succeeded.size;
      source.succeeded.add(user);
      // An office address has failures too, beside many more people who get in.
      if (said.length > 0 || others < users || hits * 3 > others) continue;
      const why = `${others} other accounts failed their password from ${words} shortly before`;
      const heavy = weight + Math.min(1, (others - users) * 0.1);
      said = [{ kind: "sign-in.spray", weight: heavy, why, uid: event.uid, time: event.time, also: source.uids }];
    }
    return said;
  }

  save(): SavedSprays {
    return [...this.#sources].map(([key, { last, failed, succeeded, uids }]) => ({
      key,
      last,
      failed: [...failed],
      succeeded: [...succeeded],
      uids: [...uids],
    }));
  }

  restore(saved: SavedSprays): void {
    for (const { key, last, failed, succeeded, uids } of saved)
      this.#sources.set(key, { last, failed: new Map(failed), succeeded: new Set(succeeded), uids: [...uids] });
  }

  #source(key: string, time: number, window: number): Source {
    const known = this.#sources.get(key);
    if (known !== undefined && time - known.last <= window) {
      known.last = time;
      return known;
    }
    if (known === undefined && this.#sources.size >= MAX_SOURCES)
      for (const oldest of this.#sources.keys()) {
        this.#sources.delete(oldest);
        break;
      }
    const source: Source = { last: time, failed: new Map(), succeeded: new Set(), uids: [] };
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

/**
 * An address; one network with one browser; and, because sprays rotate through servers, one browser on any of those.
 * One browser anywhere says less: many people have the same.
 */
function keysOf(event: Envelope, network: Network): readonly Key[] {
  const { ip, ua } = event;
  if (ip === "") return [];
  const full = { window: 6 * HOUR, users: USERS, weight: WEIGHT["sign-in.spray"] };
  const keys: Key[] = [{ ...full, key: ip, words: ip }];
  if (ua === "") return keys;
  keys.push({ ...full, key: `${network.key}|${ua}`, words: "the same network and browser" });
  if (isRented(network)) keys.push({ ...full, key: `rented|${ua}`, words: "rented servers with the same browser" });
  const words = "many addresses with the same browser";
  keys.push({ key: `any|${ua}`, window: HOUR, users: 8, weight: WEIGHT["sign-in.spray"] * 0.55, words });
  return keys;
}
