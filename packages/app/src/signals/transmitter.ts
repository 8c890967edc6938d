import { randomUUID } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import type { Database, StateStore } from "../store/state/index.ts";
import { SignalError } from "./signal-error.ts";
import { EVENT_TYPES, type OutgoingEvent } from "./signal-event.ts";
import { jwksOf, type SigningKey, signSet } from "./sign-set.ts";
import { POLL, PUSH, type Stream, streamOf, type StreamRequest, type StreamStatus } from "./stream.ts";

/** Who transmits, and with what. */
export interface TransmitterParts {
  readonly state: StateStore;
  readonly issuer: string;
  readonly key: SigningKey;
  /** Milliseconds UTC. */
  readonly now: () => number;
}

/** How a stream stands (SSF 1.0, 8.1.2). */
export interface StreamStanding {
  readonly stream_id: string;
  readonly status: StreamStatus;
  readonly reason: string;
}

type Db = Kysely<Database> | Transaction<Database>;

/**
 * Tells others what happened to identities, by signed events over streams (SSF 1.0, CAEP 1.0). A stream is managed by
 * its receiver; what is to be sent is kept until it was acknowledged.
 */
export class Transmitter {
  readonly #parts: TransmitterParts;

  constructor(parts: TransmitterParts) {
    this.#parts = parts;
  }

  /** What stands at `/.well-known/ssf-configuration` (SSF 1.0, 7). `base` is where the interface is. */
  metadata(base: string): Readonly<Record<string, unknown>> {
    return {
      spec_version: "1_0",
      issuer: this.#parts.issuer,
      jwks_uri: `${base}/jwks`,
      delivery_methods_supported: [PUSH, POLL],
      configuration_endpoint: `${base}/stream`,
      status_endpoint: `${base}/status`,
      verification_endpoint: `${base}/verification`,
      authorization_schemes: [{ spec_urn: "urn:ietf:rfc:6749" }],
      default_subjects: "ALL",
    };
  }

  /** The public keys. */
  jwks(): ReturnType<typeof jwksOf> {
    return jwksOf(this.#parts.key);
  }

  /** Throws SignalError NL-SIGNAL-REQUEST. */
  async create(asked: StreamRequest): Promise<Stream> {
    const { state, issuer, now } = this.#parts;
    const stream = streamOf(asked, { id: randomUUID(), iss: issuer, pollUrl: `${issuer}/poll` });
    const row = { body: JSON.stringify(stream), status: "enabled", reason: "", verified: 0, created: now() };
    await state.db
      .insertInto("signal_stream")
      .values({ id: stream.stream_id, ...row })
      .execute();
    return stream;
  }

  async list(): Promise<readonly Stream[]> {
    const rows = await this.#parts.state.db.selectFrom("signal_stream").select("body").orderBy("created").execute();
    return rows.map(({ body }) => JSON.parse(body) as Stream);
  }

  /** Throws SignalError NL-SIGNAL-STREAM. */
  async read(id: string): Promise<Stream> {
    return (await this.#row(this.#parts.state.db, id)).stream;
  }

  /** Changes what is named, and leaves the rest. Throws SignalError NL-SIGNAL-STREAM, NL-SIGNAL-REQUEST. */
  async update(id: string, asked: StreamRequest): Promise<Stream> {
    const { state, issuer } = this.#parts;
    return state.db.transaction().execute(async (db) => {
      const before = (await this.#row(db, id)).stream;
      const stream = streamOf({ ...before, ...asked }, { id, iss: issuer, pollUrl: `${issuer}/poll` });
      await db
        .updateTable("signal_stream")
        .set({ body: JSON.stringify(stream) })
        .where("id", "=", id)
        .execute();
      return stream;
    });
  }

  /** Ends a stream, and with it what still waited in it. Throws SignalError NL-SIGNAL-STREAM. */
  async remove(id: string): Promise<void> {
    await this.#parts.state.db.transaction().execute(async (db) => {
      await this.#row(db, id);
      await db.deleteFrom("signal_set").where("stream", "=", id).execute();
      await db.deleteFrom("signal_stream").where("id", "=", id).execute();
    });
  }

  /** Throws SignalError NL-SIGNAL-STREAM. */
  async status(id: string): Promise<StreamStanding> {
    const { status, reason } = await this.#row(this.#parts.state.db, id);
    return { stream_id: id, status, reason };
  }

  /** While a stream is paused, events wait; while it is disabled, they are not kept for it. */
  async setStatus(id: string, status: StreamStatus, reason = ""): Promise<StreamStanding> {
    await this.#row(this.#parts.state.db, id);
    await this.#parts.state.db.updateTable("signal_stream").set({ status, reason }).where("id", "=", id).execute();
    return { stream_id: id, status, reason };
  }

  /** Sends a verification event that echoes `state`. Throws SignalError NL-SIGNAL-STREAM, NL-SIGNAL-OFTEN. */
  async verify(id: string, state?: string): Promise<void> {
    const now = this.#parts.now();
    await this.#parts.state.db.transaction().execute(async (db) => {
      const { stream, verified } = await this.#row(db, id);
      const wait = stream.min_verification_interval * 1000 - (now - verified);
      if (wait > 0)
        throw new SignalError("NL-SIGNAL-OFTEN", `The stream was verified a moment ago; ask again in ${wait} ms`);
      await db.updateTable("signal_stream").set({ verified: now }).where("id", "=", id).execute();
      const subject = { format: "opaque", id } as const;
      const claims = state === undefined ? {} : { state };
      await this.#keep(db, stream, { type: EVENT_TYPES.verification, subject, claims }, randomUUID());
    });
  }

  /**
   * Keeps an event for every stream that wants its type, in the caller's transaction; answers how many do. `txn` is
   * shared by the events of one cause.
   */
  async emit(db: Transaction<Database>, event: OutgoingEvent, txn: string): Promise<number> {
    const rows = await db.selectFrom("signal_stream").selectAll().where("status", "!=", "disabled").execute();
    const streams = rows.map(({ body }) => JSON.parse(body) as Stream);
    const wanted = streams.filter(({ events_delivered: types }) => types.includes(event.type));
    for (const stream of wanted) await this.#keep(db, stream, event, txn);
    return wanted.length;
  }

  async #keep(db: Db, { stream_id: stream, iss, aud }: Stream, event: OutgoingEvent, txn: string): Promise<void> {
    const created = this.#parts.now();
    const jti = randomUUID();
    const token = await signSet(event, { iss, aud, jti, txn, at: created }, this.#parts.key);
    await db
      .insertInto("signal_set")
      .values({ jti, stream, token, attempts: 0, next_at: created, state: "waiting", error: "", created })
      .execute();
  }

  async #row(
    db: Db,
    id: string,
  ): Promise<{
    readonly stream: Stream;
    readonly status: StreamStatus;
    readonly reason: string;
    readonly verified: number;
  }> {
    const row = await db.selectFrom("signal_stream").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw new SignalError("NL-SIGNAL-STREAM", `There is no stream "${id}"`);
    const { body, status, reason, verified } = row;
    return { stream: JSON.parse(body) as Stream, status: status as StreamStatus, reason, verified };
  }
}
