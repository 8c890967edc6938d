import { randomUUID } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import type { Database, StateStore } from "../store/state/index.ts";
import { seal } from "./seal.ts";
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
interface StreamStanding {
  readonly stream_id: string;
  readonly status: StreamStatus;
  readonly reason: string;
}

/** A receiver that the configuration names. */
export interface NamedReceiver {
  readonly name: string;
  readonly url: string;
  readonly audience: string;
  readonly authorization?: string | undefined;
  /** Types of events; all, when it is absent. */
  readonly events?: readonly string[] | undefined;
  /** Okta's own receiver, which reads the subject inside the event. */
  readonly okta?: boolean;
}

type Db = Kysely<Database> | Transaction<Database>;

interface Row {
  readonly stream: Stream;
  readonly status: StreamStatus;
  readonly reason: string;
  readonly verified: number;
  readonly form: string;
}

/** Events that may wait in one stream; a receiver that takes nothing must not fill the disk. */
const MOST_WAITING = 10_000;
const NAMED = "config:";

/**
 * Tells others what happened to identities, by signed events over streams (SSF 1.0, CAEP 1.0). A stream is managed by
 * the receiver that made it, and by nobody else; what is to be sent is kept until it was acknowledged.
 */
export class Transmitter {
  readonly #parts: TransmitterParts;
  readonly #mostWaiting: number;

  constructor(parts: TransmitterParts, mostWaiting: number = MOST_WAITING) {
    this.#parts = parts;
    this.#mostWaiting = mostWaiting;
  }

  /** What stands at `/.well-known/ssf-configuration` (SSF 1.0, 7). */
  metadata(): Readonly<Record<string, unknown>> {
    const base = this.#base;
    return {
      spec_version: "1_0",
      issuer: this.#parts.issuer,
      jwks_uri: `${base}/jwks`,
      delivery_methods_supported: [PUSH, POLL],
      configuration_endpoint: `${base}/stream`,
      status_endpoint: `${base}/status`,
      verification_endpoint: `${base}/verification`,
      authorization_schemes: [{ spec_urn: "urn:ietf:rfc:6750" }],
      default_subjects: "ALL",
    };
  }

  /** The public keys. */
  jwks(): ReturnType<typeof jwksOf> {
    return jwksOf(this.#parts.key);
  }

  /** Makes a stream that belongs to `owner`. Throws SignalError NL-SIGNAL-REQUEST. */
  async create(asked: StreamRequest, owner: string): Promise<Stream> {
    const { state, issuer, now } = this.#parts;
    const stream = streamOf(asked, { id: randomUUID(), iss: issuer, pollUrl: `${this.#base}/poll` });
    const row = { body: JSON.stringify(stream), status: "enabled", reason: "", verified: 0, created: now() };
    await state.db
      .insertInto("signal_stream")
      .values({ id: stream.stream_id, ...row, owner, form: "", secret: this.#sealed(asked) })
      .execute();
    return stream;
  }

  /** Makes, changes and ends streams, so that they are those that the configuration names. */
  async name(receivers: readonly NamedReceiver[]): Promise<void> {
    const { state, issuer, now, key } = this.#parts;
    await state.db.transaction().execute(async (db) => {
      const ids = receivers.map(({ name }) => `${NAMED}${name}`);
      const there = await db.selectFrom("signal_stream").select("id").where("owner", "=", "").execute();
      for (const { id } of there) if (!ids.includes(id)) await this.#end(db, id);
      for (const { name, url, audience, authorization = "", events, okta = false } of receivers) {
        const id = `${NAMED}${name}`;
        const asked = { aud: audience, description: name, delivery: { method: PUSH, endpoint_url: url } };
        const request = events === undefined ? asked : { ...asked, events_requested: events };
        const stream = streamOf(request, { id, iss: issuer, pollUrl: "", trusted: true });
        const row = {
          body: JSON.stringify(stream),
          form: okta ? "okta" : "",
          secret: authorization === "" ? "" : seal(authorization, key),
        };
        await db
          .insertInto("signal_stream")
          .values({ id, ...row, owner: "", status: "enabled", reason: "", verified: 0, created: now() })
          .onConflict((conflict) => conflict.column("id").doUpdateSet({ ...row, status: "enabled", reason: "" }))
          .execute();
      }
    });
  }

  /** The streams of an owner; of everybody when none is named. */
  async list(owner?: string): Promise<readonly Stream[]> {
    let query = this.#parts.state.db.selectFrom("signal_stream").select("body").orderBy("created").orderBy("id");
    if (owner !== undefined) query = query.where("owner", "=", owner);
    return (await query.execute()).map(({ body }) => JSON.parse(body) as Stream);
  }

  /** Throws SignalError NL-SIGNAL-STREAM; also for a stream of somebody else, as all of these do. */
  async read(id: string, owner: string): Promise<Stream> {
    return (await this.#row(this.#parts.state.db, id, owner)).stream;
  }

  /** Changes what is named, and leaves the rest. Throws SignalError NL-SIGNAL-STREAM, NL-SIGNAL-REQUEST. */
  async update(id: string, asked: StreamRequest, owner: string): Promise<Stream> {
    const { state, issuer } = this.#parts;
    return state.db.transaction().execute(async (db) => {
      const before = (await this.#row(db, id, owner)).stream;
      const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
      const stream = streamOf({ ...before, ...given }, { id, iss: issuer, pollUrl: `${this.#base}/poll` });
      const secret = asked.delivery === undefined ? {} : { secret: this.#sealed(asked) };
      await db
        .updateTable("signal_stream")
        .set({ body: JSON.stringify(stream), ...secret })
        .where("id", "=", id)
        .execute();
      return stream;
    });
  }

  /** Says all of a stream anew. Throws SignalError NL-SIGNAL-STREAM, NL-SIGNAL-REQUEST. */
  async replace(id: string, asked: StreamRequest, owner: string): Promise<Stream> {
    const { issuer } = this.#parts;
    const whole = streamOf(asked, { id, iss: issuer, pollUrl: `${this.#base}/poll` });
    const { aud, events_requested: events, description } = whole;
    const delivery = asked.delivery ?? { method: POLL };
    return this.update(id, { aud, events_requested: events, delivery, description }, owner);
  }

  /** Ends a stream, and with it what still waited in it. Throws SignalError NL-SIGNAL-STREAM. */
  async remove(id: string, owner: string): Promise<void> {
    await this.#parts.state.db.transaction().execute(async (db) => {
      await this.#row(db, id, owner);
      await this.#end(db, id);
    });
  }

  /** Throws SignalError NL-SIGNAL-STREAM. */
  async status(id: string, owner: string): Promise<StreamStanding> {
    const { status, reason } = await this.#row(this.#parts.state.db, id, owner);
    return { stream_id: id, status, reason };
  }

  /** While a stream is paused, events wait; while it is disabled, they are not kept for it. */
  async setStatus(
    id: string,
    { status, reason = "" }: { readonly status: StreamStatus; readonly reason?: string | undefined },
    owner: string,
  ): Promise<StreamStanding> {
    await this.#row(this.#parts.state.db, id, owner);
    await this.#parts.state.db.updateTable("signal_stream").set({ status, reason }).where("id", "=", id).execute();
    return { stream_id: id, status, reason };
  }

  /** Sends a verification event that echoes `state`. Throws SignalError NL-SIGNAL-STREAM, NL-SIGNAL-OFTEN. */
  async verify(id: string, owner: string, state?: string): Promise<void> {
    const now = this.#parts.now();
    await this.#parts.state.db.transaction().execute(async (db) => {
      const row = await this.#row(db, id, owner);
      const wait = row.stream.min_verification_interval * 1000 - (now - row.verified);
      if (wait > 0)
        throw new SignalError("NL-SIGNAL-OFTEN", `The stream was verified a moment ago; ask again in ${wait} ms`);
      await db.updateTable("signal_stream").set({ verified: now }).where("id", "=", id).execute();
      const subject = { format: "opaque", id } as const;
      const claims = state === undefined ? {} : { state };
      await this.#keep(db, row, { event: { type: EVENT_TYPES.verification, subject, claims }, txn: randomUUID() });
    });
  }

  /**
   * Keeps an event for every stream that wants its type, in the caller's transaction; answers the streams. `txn` is
   * shared by the events of one cause. A stream in which too much waits is disabled, and says so.
   */
  async emit(db: Transaction<Database>, event: OutgoingEvent, txn: string): Promise<readonly string[]> {
    const rows = await db.selectFrom("signal_stream").selectAll().where("status", "!=", "disabled").execute();
    const told: string[] = [];
    for (const { id, body, form } of rows) {
      const stream = JSON.parse(body) as Stream;
      if (!stream.events_delivered.includes(event.type)) continue;
      const { waiting } = await db
        .selectFrom("signal_set")
        .select((eb) => eb.fn.countAll<number>().as("waiting"))
        .where("stream", "=", id)
        .where("state", "=", "waiting")
        .executeTakeFirstOrThrow();
      if (waiting >= this.#mostWaiting) {
        const reason = `${waiting} events wait, and no more are kept`;
        await db.updateTable("signal_stream").set({ status: "disabled", reason }).where("id", "=", id).execute();
        continue;
      }
      await this.#keep(db, { stream, form }, { event, txn });
      told.push(id);
    }
    return told;
  }

  get #base(): string {
    return `${this.#parts.issuer}/signals`;
  }

  async #keep(
    db: Db,
    { stream: { stream_id: stream, iss, aud }, form }: Pick<Row, "stream" | "form">,
    { event, txn }: { readonly event: OutgoingEvent; readonly txn: string },
  ): Promise<void> {
    const created = this.#parts.now();
    const jti = randomUUID();
    const told = form === "okta" ? { ...event, subjectInside: true } : event;
    const token = await signSet(told, { iss, aud, jti, txn, at: created }, this.#parts.key);
    await db
      .insertInto("signal_set")
      .values({ jti, stream, token, attempts: 0, next_at: created, state: "waiting", error: "", created })
      .execute();
  }

  async #end(db: Db, id: string): Promise<void> {
    await db.deleteFrom("signal_set").where("stream", "=", id).execute();
    await db.deleteFrom("signal_stream").where("id", "=", id).execute();
  }

  #sealed({ delivery }: StreamRequest): string {
    const header = delivery?.authorization_header ?? "";
    return header === "" ? "" : seal(header, this.#parts.key);
  }

  async #row(db: Db, id: string, owner: string): Promise<Row> {
    const row = await db
      .selectFrom("signal_stream")
      .selectAll()
      .where("id", "=", id)
      .where("owner", "=", owner)
      .executeTakeFirst();
    if (row === undefined) throw new SignalError("NL-SIGNAL-STREAM", `There is no stream "${id}"`);
    const { body, status, reason, verified, form } = row;
    return { stream: JSON.parse(body) as Stream, status: status as StreamStatus, reason, verified, form };
  }
}
