import type { StateStore } from "../store/state/index.ts";
import { unseal } from "./seal.ts";
import { SignalError } from "./signal-error.ts";
import type { SigningKey } from "./sign-set.ts";
import { POLL, PUSH, type Stream } from "./stream.ts";

/** How events are pushed. */
export interface PushParts {
  readonly state: StateStore;
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** With which what receivers want to be shown is sealed. */
  readonly key: SigningKey;
  /** Tries before an event is put aside; 12 unless told otherwise, which is about a day and a half. */
  readonly tries?: number;
  /** Told of each event that was put aside. */
  readonly dead?: (what: { readonly jti: string; readonly stream: string; readonly error: string }) => void;
}

/** What a receiver asks when it polls (RFC 8936, 2.2). */
export interface PollRequest {
  readonly maxEvents?: number | undefined;
  readonly ack?: readonly string[] | undefined;
  readonly setErrs?:
    | Readonly<Record<string, { readonly err: string; readonly description?: string | undefined }>>
    | undefined;
}

/** What it is answered (RFC 8936, 2.3). */
interface PollAnswer {
  readonly sets: Readonly<Record<string, string>>;
  readonly moreAvailable: boolean;
}

const BATCH = 50;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 6 * 3_600_000;
const TIMEOUT_MS = 10_000;

/**
 * Pushes what is due (RFC 8935), one stream beside another and each in order, and answers how many arrived. A receiver
 * that is away is asked ever more seldom; one that refuses an event (400) is not asked again for it.
 */
export async function pushDue(parts: PushParts, signal: AbortSignal): Promise<number> {
  const streams = await pushed(parts);
  const sent = await Promise.all(streams.map((stream) => drain(stream, parts, signal)));
  return sent.reduce((sum, one) => sum + one, 0);
}

interface Pushed {
  readonly id: string;
  readonly url: string;
  readonly authorization: string;
}

async function drain(stream: Pushed, parts: PushParts, signal: AbortSignal): Promise<number> {
  const { state, now, tries = 12, dead } = parts;
  let sent = 0;
  const due = await state.db
    .selectFrom("signal_set")
    .selectAll()
    .where("stream", "=", stream.id)
    .where("state", "=", "waiting")
    .orderBy("created")
    .orderBy("jti")
    .limit(BATCH)
    .execute();
  for (const { jti, token, attempts: before, next_at: next } of due) {
    // What waits behind one that is to be tried later waits too, so that nothing overtakes it.
    if (next > now()) break;
    const failed = await push(stream, token, signal);
    if (signal.aborted) return sent;
    const update = state.db.updateTable("signal_set").where("jti", "=", jti);
    if (failed === undefined) {
      await update.set({ state: "sent", error: "", token: "" }).execute();
      sent++;
      continue;
    }
    const attempts = before + 1;
    if (!failed.passing || attempts >= tries) {
      await update.set({ attempts, state: "dead", error: failed.why }).execute();
      dead?.({ jti, stream: stream.id, error: failed.why });
      continue;
    }
    const wait = Math.min(FIRST_WAIT * 4 ** (attempts - 1), LONGEST_WAIT);
    await update.set({ attempts, next_at: now() + wait, error: failed.why }).execute();
    break;
  }
  return sent;
}

/**
 * Answers a poll: takes acknowledgements first, then gives what waits, oldest first. What is not acknowledged is given
 * again. Throws SignalError NL-SIGNAL-STREAM when there is no such stream that is polled.
 */
export async function poll(
  state: StateStore,
  { id, owner }: { readonly id: string; readonly owner: string },
  request: PollRequest,
): Promise<PollAnswer> {
  const { maxEvents = BATCH, ack = [], setErrs = {} } = request;
  if (!Number.isInteger(maxEvents) || maxEvents < 0)
    throw new SignalError("NL-SIGNAL-REQUEST", "maxEvents is a number from 0 on (RFC 8936)");
  return state.db.transaction().execute(async (db) => {
    const row = await db
      .selectFrom("signal_stream")
      .selectAll()
      .where("id", "=", id)
      .where("owner", "=", owner)
      .executeTakeFirst();
    const stream = row === undefined ? undefined : (JSON.parse(row.body) as Stream);
    if (row === undefined || stream?.delivery.method !== POLL)
      throw new SignalError("NL-SIGNAL-STREAM", `There is no stream "${id}" that is polled`);
    const waiting = db.updateTable("signal_set").where("stream", "=", id).where("state", "=", "waiting");
    if (ack.length > 0)
      await waiting
        .set({ state: "sent", token: "" })
        .where("jti", "in", [...ack])
        .execute();
    for (const [jti, { err, description = "" }] of Object.entries(setErrs))
      await waiting
        .set({ state: "dead", error: `${err}: ${description}`.slice(0, 500) })
        .where("jti", "=", jti)
        .execute();
    if (row.status !== "enabled") return { sets: {}, moreAvailable: false };
    const limit = Math.min(maxEvents, BATCH);
    const found = await db
      .selectFrom("signal_set")
      .select(["jti", "token"])
      .where("stream", "=", id)
      .where("state", "=", "waiting")
      .orderBy("created")
      .orderBy("jti")
      .limit(limit + 1)
      .execute();
    const sets = Object.fromEntries(found.slice(0, limit).map(({ jti, token }) => [jti, token]));
    return { sets, moreAvailable: found.length > limit };
  });
}

async function pushed({ state, key }: PushParts): Promise<readonly Pushed[]> {
  const rows = await state.db
    .selectFrom("signal_stream")
    .select(["id", "body", "secret"])
    .where("status", "=", "enabled")
    .execute();
  return rows.flatMap(({ id, body, secret }) => {
    const { delivery } = JSON.parse(body) as Stream;
    if (delivery.method !== PUSH) return [];
    return [{ id, url: delivery.endpoint_url, authorization: secret === "" ? "" : (unseal(secret, key) ?? "") }];
  });
}

/** Why it did not arrive, and whether it may later; neither address nor token is part of it. */
async function push(
  { url, authorization }: Pushed,
  token: string,
  signal: AbortSignal,
): Promise<{ readonly why: string; readonly passing: boolean } | undefined> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        "content-type": "application/secevent+jwt",
        accept: "application/json",
        ...(authorization === "" ? {} : { authorization }),
      },
      body: token,
    });
    const text = answer.status === 400 ? (await answer.text()).slice(0, 300) : "";
    if (answer.status !== 400) await answer.body?.cancel();
    if (answer.ok) return undefined;
    return { why: `The receiver answered ${answer.status} ${text}`.trim(), passing: answer.status !== 400 };
  } catch {
    return { why: "The receiver could not be reached", passing: true };
  }
}
