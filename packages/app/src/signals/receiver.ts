import { createHash } from "node:crypto";
import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Transaction } from "kysely";
import type { Database, StateStore } from "../store/state/index.ts";
import { isRefused, readSet, type ReceivedEvent, refused, type SetProblem } from "./read-set.ts";

/** Whom a receiver believes. */
export interface Trust {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  /** RS256 unless told otherwise; symmetric ones and none are never taken. */
  readonly algorithms?: readonly ("RS256" | "PS256" | "ES256")[];
  /** Members of subjects that the transmitter calls critical (its metadata). */
  readonly critical?: readonly string[];
}

/** What became of a token. All but `refused` are acknowledged. */
export type Reception =
  | { readonly kind: "kept"; readonly event: ReceivedEvent }
  | { readonly kind: "repeat"; readonly event: ReceivedEvent }
  | { readonly kind: "discarded"; readonly event: ReceivedEvent; readonly why: string }
  | { readonly kind: "refused"; readonly problem: SetProblem };

/** Members of a complex subject that are understood here. */
const UNDERSTOOD: ReadonlySet<string> = new Set(["format", "user", "session", "device", "tenant"]);

/** Takes signed events of one transmitter: checked, each once, and acknowledged only after they are kept. */
export class Receiver {
  readonly #state: StateStore;
  readonly #trust: Trust;

  constructor(state: StateStore, trust: Trust) {
    this.#state = state;
    this.#trust = trust;
  }

  /**
   * Checks a token and hands its event to `keep`, in the transaction that remembers it. When that fails, so does this,
   * and the transmitter sends it again. `now` is milliseconds UTC.
   */
  async receive(
    token: string,
    keep: (db: Transaction<Database>, event: ReceivedEvent) => Promise<void>,
    now: number,
  ): Promise<Reception> {
    const event = await this.#check(token);
    if (isRefused(event)) return { kind: "refused", problem: event };
    const unread = (this.#trust.critical ?? []).filter((name) => name in event.subject && !UNDERSTOOD.has(name));
    return this.#state.db.transaction().execute(async (db): Promise<Reception> => {
      if (!(await remember(db, event, now))) return { kind: "repeat", event };
      if (unread.length > 0)
        return { kind: "discarded", event, why: `Critical in its subject and not understood: ${unread.join(", ")}` };
      await keep(db, event);
      return { kind: "kept", event };
    });
  }

  async #check(token: string): Promise<ReceivedEvent | SetProblem> {
    const { issuer, audience, keys, algorithms = ["RS256"] } = this.#trust;
    const options = { issuer, audience, typ: "secevent+jwt", algorithms: [...algorithms] };
    try {
      const { payload } = await jwtVerify(token, keys, options);
      return readSet(payload);
    } catch (error) {
      return problemOf(error);
    }
  }
}

/** Keeps that a token was seen; false when it was before. */
async function remember(db: Transaction<Database>, { iss, jti }: ReceivedEvent, at: number): Promise<boolean> {
  const id = createHash("sha256")
    .update(JSON.stringify([iss, jti]))
    .digest("hex");
  const done = await db
    .insertInto("signal_seen")
    .values({ id, at })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** What was wrong, by what the check threw. A key that is not known yet may be after the next look at the keys. */
function problemOf(error: unknown): SetProblem {
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "iss") return refused("The issuer is another one", "invalid_issuer");
    if (error.claim === "aud") return refused("The audience is another one", "invalid_audience");
    return refused(`${error.claim} is not as wanted`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return refused("The signature is not that of the key", "authentication_failed");
  if (error instanceof errors.JOSEAlgNotAllowed) return refused("The algorithm is not allowed", "invalid_key");
  if (error instanceof errors.JWKSNoMatchingKey)
    return { err: "invalid_key", description: "No key of that kid is known", again: true };
  if (error instanceof errors.JWKSTimeout)
    return { err: "invalid_key", description: "The keys cannot be fetched now", again: true };
  if (error instanceof errors.JOSEError) return refused("This is no security event token");
  throw error;
}
