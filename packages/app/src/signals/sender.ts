import { setTimeout as sleep } from "node:timers/promises";
import type { StateStore } from "../store/state/index.ts";
import { pushDue, type PushParts } from "./deliver.ts";
import { PUSH, type Stream } from "./stream.ts";

/** An event that was put aside, and why. `created` is milliseconds UTC. */
interface DeadSignal {
  readonly jti: string;
  readonly stream: string;
  readonly error: string;
  readonly attempts: number;
  readonly created: number;
}

const TURN = 1_000;
const LONGEST_PAUSE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long what was acknowledged, and what was taken, is remembered. */
const REMEMBERED = 90 * DAY;

/** How events are pushed for good. */
export interface KeptPushing extends PushParts {
  /** Told when the store did not do what it should, and after how many milliseconds it is tried again. */
  readonly trouble?: (what: { readonly error: unknown; readonly again: number }) => void;
}

/** Pushes events for good, until the signal says otherwise. What fails is tried again later, and put aside in the end. */
export async function keepPushing(parts: KeptPushing, signal: AbortSignal): Promise<void> {
  let swept = Number.NEGATIVE_INFINITY;
  let failures = 0;
  while (!signal.aborted) {
    let pause = TURN;
    try {
      await pushDue(parts, signal);
      if (parts.now() - swept > HOUR) {
        swept = parts.now();
        await forgetOld(parts.state, swept - REMEMBERED);
      }
      failures = 0;
    } catch (error) {
      // What arrived could not be written down and will be sent again, with the same jti.
      pause = Math.min(TURN * 2 ** ++failures, LONGEST_PAUSE);
      parts.trouble?.({ error, again: pause });
    }
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** How a stream stands, and how many events wait, arrived and were put aside. */
export interface StreamCount {
  readonly id: string;
  /** Where it goes, or who polls it. */
  readonly to: string;
  readonly method: "push" | "poll";
  readonly status: string;
  readonly reason: string;
  readonly waiting: number;
  readonly sent: number;
  readonly dead: number;
}

/** Every stream, oldest first. */
export async function streamCounts({ db }: StateStore): Promise<readonly StreamCount[]> {
  const rows = await db
    .selectFrom("signal_stream")
    .select(["id", "body", "status", "reason"])
    .orderBy("created")
    .orderBy("id")
    .execute();
  const counts = await db
    .selectFrom("signal_set")
    .select((eb) => ["stream", "state", eb.fn.countAll<number>().as("n")])
    .groupBy(["stream", "state"])
    .execute();
  return rows.map(({ id, body, status, reason }) => {
    const { delivery, aud } = JSON.parse(body) as Stream;
    const count = (state: string): number => counts.find((one) => one.stream === id && one.state === state)?.n ?? 0;
    const isPush = delivery.method === PUSH;
    return {
      id,
      to: isPush ? delivery.endpoint_url : aud,
      method: isPush ? "push" : "poll",
      status,
      reason,
      waiting: count("waiting"),
      sent: count("sent"),
      dead: count("dead"),
    };
  });
}

/** Events that were put aside, oldest first; at most a thousand. */
export async function deadSignals(state: StateStore): Promise<readonly DeadSignal[]> {
  return state.db
    .selectFrom("signal_set")
    .select(["jti", "stream", "error", "attempts", "created"])
    .where("state", "=", "dead")
    .where("token", "!=", "")
    .orderBy("created")
    .orderBy("jti")
    .limit(1000)
    .execute();
}

/** Takes events that were put aside up again; answers how many. `now` is milliseconds UTC. */
export async function reviveSignals(state: StateStore, now: number): Promise<number> {
  const done = await state.db
    .updateTable("signal_set")
    .set({ state: "waiting", attempts: 0, next_at: now })
    .where("state", "=", "dead")
    .where("token", "!=", "")
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}

async function forgetOld({ db }: StateStore, before: number): Promise<void> {
  await db.deleteFrom("signal_set").where("state", "=", "sent").where("created", "<", before).execute();
  await db.deleteFrom("signal_seen").where("at", "<", before).execute();
}
