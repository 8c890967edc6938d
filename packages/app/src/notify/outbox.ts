import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { atLeast, type Finding, type Severity } from "@nightlatch/core";
import type { Transaction } from "kysely";
import type { Database, StateStore } from "../store/state/index.ts";
import { type Output, OutputError } from "./output.ts";

/** An output and what goes through it. */
export interface Route {
  readonly output: Output;
  /** Findings below this are not sent. */
  readonly atLeast: Severity;
}

/** How an outbox sends. */
export interface OutboxSettings {
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Tries before a notice is put aside; 12 unless told otherwise, which is about a day and a half. */
  readonly tries?: number;
  /** Told of each notice that was put aside. */
  readonly dead?: (what: { readonly id: string; readonly output: string; readonly error: string }) => void;
  /** Told when the store of the outbox fails, so that nothing can be sent; it is tried again after `again` milliseconds. */
  readonly trouble?: (what: { readonly error: unknown; readonly again: number }) => void;
}

/** A notice that was put aside, and why. `created` is milliseconds UTC. */
export interface DeadLetter {
  readonly id: string;
  readonly output: string;
  readonly tenant: string;
  readonly finding: string;
  readonly revision: number;
  readonly error: string;
  readonly attempts: number;
  readonly created: number;
}

const ROUND = 1_000;
const LONGEST_PAUSE = 300_000;
const BATCH = 50;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 6 * 3_600_000;

/**
 * What has to reach somebody outside. A notice is written in the same transaction as the finding it tells of, and stays
 * until it arrived: a crash sends at most twice, never not at all. A receiver that is away is asked again ever more
 * seldom, keeps no other from being served, and its notices are put aside in the end, where a person finds them.
 */
export class Outbox {
  readonly #state: StateStore;
  #routes: readonly Route[];
  readonly #settings: OutboxSettings;

  constructor(state: StateStore, routes: readonly Route[], settings: OutboxSettings) {
    this.#state = state;
    this.#routes = routes;
    this.#settings = settings;
  }

  /** Goes on with other outputs. What waits for one that is gone waits until there is one of its name again. */
  reroute(routes: readonly Route[]): void {
    const before = this.#routes;
    this.#routes = routes;
    for (const { output } of before) output.close?.();
  }

  /** Writes the notices of a finding's revision; to be called in the transaction that keeps it. */
  async post(db: Transaction<Database>, finding: Finding, revision: number): Promise<void> {
    const created = this.#settings.now();
    for (const { output, atLeast: least } of this.#routes) {
      if (!atLeast(finding.severity, least)) continue;
      const id = noticeId(output.name, finding, revision);
      const row = {
        id,
        output: output.name,
        tenant: finding.tenant,
        finding: finding.id,
        revision,
        body: JSON.stringify(finding),
      };
      await db
        .insertInto("outbox")
        .values({ ...row, attempts: 0, next_at: created, state: "waiting", error: "", created })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
    }
  }

  /** Sends what is due, one output beside another, and answers how many arrived. */
  async deliver(signal: AbortSignal): Promise<number> {
    const sent = await Promise.all(this.#routes.map(({ output }) => this.#drain(output, signal)));
    return sent.reduce((sum, one) => sum + one, 0);
  }

  /** Sends for good, until the signal says otherwise. `ready` ends a wait early when there is something new. */
  async run(signal: AbortSignal, ready: () => Promise<void>): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.deliver(signal);
        failures = 0;
        await Promise.race([ready(), rest(ROUND, signal)]);
      } catch (error) {
        // What arrived could not be written down and will be sent again, with the same id; not every second, though.
        const again = Math.min(ROUND * 2 ** ++failures, LONGEST_PAUSE);
        this.#settings.trouble?.({ error, again });
        await rest(again, signal);
      }
    }
  }

  /** Notices that were put aside, oldest first, behind a place. */
  async deadLetters(
    page: {
      readonly after?: { readonly created: number; readonly id: string } | undefined;
      readonly limit?: number;
    } = {},
  ): Promise<readonly DeadLetter[]> {
    const { after, limit = 1000 } = page;
    let query = this.#state.db
      .selectFrom("outbox")
      .select(["id", "output", "tenant", "finding", "revision", "error", "attempts", "created"])
      .where("state", "=", "dead");
    if (after !== undefined)
      query = query.where((eb) =>
        eb.or([
          eb("created", ">", after.created),
          eb.and([eb("created", "=", after.created), eb("id", ">", after.id)]),
        ]),
      );
    return query.orderBy("created").orderBy("id").limit(limit).execute();
  }

  /** Takes notices that were put aside up again; answers how many. */
  async revive(output?: string): Promise<number> {
    let query = this.#state.db
      .updateTable("outbox")
      .set({ state: "waiting", attempts: 0, next_at: this.#settings.now() })
      .where("state", "=", "dead");
    if (output !== undefined) query = query.where("output", "=", output);
    const done = await query.executeTakeFirst();
    return Number(done.numUpdatedRows);
  }

  async #drain(output: Output, signal: AbortSignal): Promise<number> {
    let sent = 0;
    for (;;) {
      const due = await this.#state.db
        .selectFrom("outbox")
        .selectAll()
        .where("output", "=", output.name)
        .where("state", "=", "waiting")
        .where("next_at", "<=", this.#settings.now())
        .orderBy("created")
        .orderBy("revision")
        .orderBy("id")
        .limit(BATCH)
        .execute();
      for (const row of due) {
        if (signal.aborted) return sent;
        if (await this.#send(output, row, signal)) sent++;
        // One that is away gets one try a round; what waits behind it waits on.
        else return sent;
      }
      if (due.length < BATCH) return sent;
    }
  }

  async #send(
    output: Output,
    row: { readonly id: string; readonly body: string; readonly revision: number; readonly attempts: number },
    signal: AbortSignal,
  ): Promise<boolean> {
    const { id, revision } = row;
    const { now, tries = 12, dead } = this.#settings;
    const update = this.#state.db.updateTable("outbox").where("id", "=", id);
    try {
      await output.send({ id, revision, finding: JSON.parse(row.body) as Finding }, signal);
      await update.set({ state: "sent", error: "" }).execute();
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const attempts = row.attempts + 1;
      const message = error instanceof OutputError ? error.message : "The output failed";
      const passing = !(error instanceof OutputError) || error.passing;
      if (passing && attempts < tries) {
        const wait = Math.min(FIRST_WAIT * 4 ** (attempts - 1), LONGEST_WAIT);
        await update.set({ attempts, next_at: now() + wait, error: message }).execute();
        return false;
      }
      await update.set({ attempts, state: "dead", error: message }).execute();
      dead?.({ id, output: output.name, error: message });
      return !passing;
    }
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function noticeId(output: string, { tenant, id }: Finding, revision: number): string {
  return createHash("sha256")
    .update(JSON.stringify([output, tenant, id, revision]))
    .digest("hex")
    .slice(0, 32);
}
