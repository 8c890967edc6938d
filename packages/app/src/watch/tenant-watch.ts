import { setTimeout as sleep } from "node:timers/promises";
import { OktaError } from "../connect/okta/index.ts";
import type { Ingested, OktaPoller, PollStep } from "../ingest/index.ts";
import type { EventPosition } from "../store/events/index.ts";
import { StoreError } from "../store/store-error.ts";
import { storeFull } from "../store/store-full.ts";
import type { Checkpoint } from "./checkpoints.ts";
import type { LiveDetection } from "./live-detection.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import type { Published, Publisher } from "./publish.ts";
import { quietFinding } from "./quiet.ts";
import type { SavedCheckpoints } from "./saved-checkpoints.ts";

/** What the watch over one tenant is made of. */
export interface TenantWatchParts {
  readonly tenant: string;
  readonly source: string;
  readonly poller: OktaPoller;
  readonly live: LiveDetection;
  readonly publisher: Publisher;
  readonly saved: SavedCheckpoints;
  readonly now: () => number;
  readonly pollMs: number;
  readonly quietMs: number;
  readonly tell: (news: News) => void;
}

/** What a watch has to say. */
export type News =
  | { readonly kind: "findings"; readonly tenant: string; readonly published: readonly Published[] }
  | { readonly kind: "read"; readonly tenant: string; readonly fresh: number; readonly caughtUp: boolean }
  | {
      readonly kind: "trouble";
      readonly tenant: string;
      readonly code: string;
      readonly message: string;
      readonly again: number;
    }
  | { readonly kind: "contradiction"; readonly tenant: string; readonly uids: readonly string[] }
  | { readonly kind: "quiet"; readonly tenant: string; readonly since: number };

/** How a watch stands. Times are milliseconds UTC; 0 where there was none. */
export interface WatchState {
  readonly tenant: string;
  readonly source: string;
  readonly lastRead: number;
  readonly lastEvent: number;
  readonly caughtUp: boolean;
  /** No event for longer than it should be. */
  readonly quiet: boolean;
  readonly events: number;
  readonly trouble: string;
  readonly rollbacks: number;
}

const SAVE_EVERY = 60_000;
const SECOND_LOOK_EVERY = 12 * 3_600_000;
const DAY = 86_400_000;
const PUBLISH_WHILE_CATCHING_UP = 5_000;
const LONGEST_WAIT = 300_000;

/** Watches one tenant for good: reads, judges, tells, saves, and looks a second time twice a day. */
export class TenantWatch {
  readonly #parts: TenantWatchParts;
  readonly #turn = new OneAtATime();
  /** The step behind the one that is judged, on its way into the store. */
  #ahead: Promise<PollStep> | undefined;
  #lastRead = 0;
  #lastEvent = 0;
  #caughtUp = false;
  #trouble = "";
  #published = 0;
  /** Events were judged since findings were last made known; also after a start, which may go on where a crash stopped. */
  #unpublished = true;
  #savedAt = 0;
  #savedCount = 0;
  #quietTold = 0;

  constructor(parts: TenantWatchParts) {
    this.#parts = parts;
  }

  get state(): WatchState {
    const { tenant, source, live, now, quietMs } = this.#parts;
    return {
      tenant,
      source,
      lastRead: this.#lastRead,
      lastEvent: this.#lastEvent,
      caughtUp: this.#caughtUp,
      quiet: this.#lastEvent !== 0 && now() - this.#lastEvent >= quietMs,
      events: live.count,
      trouble: this.#trouble,
      rollbacks: live.rollbacks,
    };
  }

  /** Takes up where the last run stopped. */
  async resume(): Promise<void> {
    const { live, saved } = this.#parts;
    await live.resume(saved.load());
    this.#lastEvent = live.at?.time ?? 0;
    this.#savedCount = live.count;
  }

  /** Watches until the signal says otherwise, and saves at the end. */
  async run(signal: AbortSignal): Promise<void> {
    const { pollMs, now } = this.#parts;
    let failures = 0;
    let secondLook = now();
    this.#savedAt = now();
    while (!signal.aborted) {
      try {
        const caughtUp = await this.#turn.run(() => this.#step(signal));
        failures = 0;
        if (!caughtUp) continue;
        await this.#quiet();
        if (now() - secondLook >= SECOND_LOOK_EVERY) {
          secondLook = now();
          await this.lookAgain(now() - DAY, now(), signal);
        }
        await this.#saveNowAndThen();
        await rest(pollMs, signal);
      } catch (error) {
        if (signal.aborted) break;
        const again = Math.min(pollMs * 2 ** ++failures, LONGEST_WAIT);
        this.#say(error, again);
        await rest(again, signal);
      }
    }
    await this.#turn.run(async () => {
      await this.#settle();
      await this.#publish();
      await this.save();
    });
  }

  /** Takes in events that a hook brought, ahead of the poll that will bring them too. */
  async hook(bytes: Uint8Array): Promise<void> {
    const { poller, tenant } = this.#parts;
    await this.#turn.run(async () => {
      await this.#settle();
      await this.#took(await poller.look(`hook of ${tenant}`, bytes));
      await this.#publish();
    });
  }

  /** Judges events that somebody else stored, the first of them at a place. */
  async storedFrom(first: EventPosition): Promise<void> {
    await this.#turn.run(async () => {
      await this.#settle();
      await this.#parts.live.storedFrom(first);
      this.#unpublished = true;
      await this.#publish();
      // What was saved before does not know of them.
      await this.save();
    });
  }

  /** Reads a time again, for events that came late or never. Answers how many were found. */
  async lookAgain(since: number, until: number, signal?: AbortSignal): Promise<number> {
    const { poller } = this.#parts;
    return this.#turn.run(async () => {
      await this.#settle();
      const found = await poller.reconcile({ since, until }, (brought) => this.#took(brought), signal);
      await this.#publish();
      return found;
    });
  }

  async save(): Promise<void> {
    const { live, saved } = this.#parts;
    const checkpoints: readonly Checkpoint[] = live.save();
    await saved.keep(checkpoints);
    this.#savedCount = live.count;
  }

  async #step(signal: AbortSignal): Promise<boolean> {
    const { poller, tenant, tell, now } = this.#parts;
    const step = await this.#next(signal);
    // While the engine judges what this step brought, the store takes what the next one brings.
    if (!step.caughtUp) {
      this.#ahead = poller.step(signal);
      this.#ahead.catch(() => undefined);
    }
    await this.#took(step);
    this.#lastRead = now();
    this.#caughtUp = step.caughtUp;
    this.#trouble = "";
    if (step.fresh.length > 0) tell({ kind: "read", tenant, fresh: step.fresh.length, caughtUp: step.caughtUp });
    if (step.caughtUp || now() - this.#published > PUBLISH_WHILE_CATCHING_UP) await this.#publish();
    return step.caughtUp;
  }

  #next(signal: AbortSignal): Promise<PollStep> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead ?? this.#parts.poller.step(signal);
  }

  /** Judges what is in the store or on its way there; everything in the store is judged then. */
  async #settle(): Promise<void> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const step = await ahead?.catch(() => undefined);
    if (step !== undefined) await this.#took(step);
  }

  async #took({ fresh, contradictions, received }: Ingested): Promise<void> {
    const { live, tenant, tell } = this.#parts;
    if (contradictions.length > 0) tell({ kind: "contradiction", tenant, uids: contradictions });
    if (fresh.length > 0) this.#unpublished = true;
    await live.take(fresh, received);
    for (const { envelope } of fresh) if (envelope.time > this.#lastEvent) this.#lastEvent = envelope.time;
  }

  async #publish(): Promise<void> {
    if (!this.#unpublished) return;
    const { live, publisher, tenant, tell, now } = this.#parts;
    const published = await publisher.publish(live.findings());
    this.#published = now();
    this.#unpublished = false;
    if (published.length > 0) tell({ kind: "findings", tenant, published });
  }

  /** A source that says nothing for long is a finding: an intruder may have turned its log off. */
  async #quiet(): Promise<void> {
    const { tenant, source, quietMs, now, publisher, tell } = this.#parts;
    const since = this.#lastEvent;
    if (since === 0 || since === this.#quietTold || now() - since < quietMs) return;
    this.#quietTold = since;
    tell({ kind: "quiet", tenant, since });
    const published = await publisher.publish([quietFinding({ tenant, source, since, now: now() })]);
    if (published.length > 0) tell({ kind: "findings", tenant, published });
  }

  async #saveNowAndThen(): Promise<void> {
    const { now, live } = this.#parts;
    if (now() - this.#savedAt < SAVE_EVERY || live.count === this.#savedCount) return;
    this.#savedAt = now();
    await this.#turn.run(() => this.save());
  }

  #say(error: unknown, again: number): void {
    const { tenant, tell } = this.#parts;
    const known = storeFull(error) ?? error;
    const said = known instanceof OktaError || known instanceof StoreError;
    const code = said ? known.code : "NL-WATCH-FAILED";
    const message = known instanceof Error ? known.message : String(known);
    this.#trouble = `${code}: ${message}`;
    tell({ kind: "trouble", tenant, code, message, again });
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
