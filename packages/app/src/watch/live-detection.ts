import { setImmediate as breath } from "node:timers/promises";
import { Baseline, type Finding, type NetworkOf } from "@nightlatch/core";
import { Judgement, type RuleBook, type SavedJudgement } from "../detect/index.ts";
import type { IncomingEvent } from "../ingest/index.ts";
import type { RecordJudge } from "../pipeline/index.ts";
import type { EventPosition, EventStore } from "../store/events/index.ts";
import { type Checkpoint, Checkpoints, comparePositions } from "./checkpoints.ts";
import { StoredReader } from "./stored-reader.ts";

/** What live detection is made of. */
export interface LiveParts {
  readonly tenant: string;
  readonly source: string;
  readonly book: RuleBook;
  readonly judge: RecordJudge;
  readonly networkOf: NetworkOf;
  readonly events: EventStore;
  /** Events between two checkpoints; 2,000 unless told otherwise. */
  readonly every?: number;
}

const EVERY = 2_000;
/** Events judged before others get their turn: the store, and whoever asks. */
const AT_ONCE = 100;

/**
 * Judges events as they arrive, with the answer that a scan of the same events would give: those in order are judged at
 * once; one that comes late takes the engine back to a checkpoint before it, and what followed is judged again from the
 * store (spec WT-1 to WT-5).
 */
export class LiveDetection {
  readonly #parts: LiveParts;
  readonly #reader: StoredReader;
  #judgement: Judgement;
  #checkpoints = new Checkpoints();
  #at: EventPosition | undefined;
  #received = 0;
  #count = 0;
  /** How often a late event took the engine back, and how many events were judged again for it. */
  rollbacks = 0;
  replayed = 0;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    this.#reader = new StoredReader(parts.tenant, parts.judge);
    this.#judgement = this.#begin();
  }

  /** The last event judged. */
  get at(): EventPosition | undefined {
    return this.#at;
  }

  /** Events judged. */
  get count(): number {
    return this.#count;
  }

  /**
   * Goes on from what was saved, if anything of it holds, and judges what the store has beyond it. Of several
   * checkpoints, given newest first, the first counts before whose place nothing arrived afterwards.
   */
  async resume(newestFirst: AsyncIterable<Checkpoint> | readonly Checkpoint[]): Promise<void> {
    for await (const checkpoint of newestFirst) {
      if (await this.#isOvertaken(checkpoint)) continue;
      this.#restore(checkpoint);
      this.#checkpoints.add(checkpoint);
      break;
    }
    await this.#replay(ALL);
  }

  /** Takes events that are in the store by now, in any order; `received` is when they reached us. */
  async take(fresh: readonly IncomingEvent[], received: number): Promise<void> {
    this.#received = Math.max(this.#received, received);
    if (fresh.length === 0) return;
    const ordered = fresh.toSorted((a, b) => comparePositions(a.envelope, b.envelope));
    const [first] = ordered;
    if (first !== undefined && this.#at !== undefined && comparePositions(first.envelope, this.#at) <= 0) {
      await this.#goBack(first.envelope, received);
      return;
    }
    for (let at = 0; at < ordered.length; at += AT_ONCE) {
      this.#judge(ordered.slice(at, at + AT_ONCE));
      await breath();
    }
  }

  /** Events were stored by somebody else, the first of them at a place: what follows it is judged anew. */
  async storedFrom(first: EventPosition): Promise<void> {
    if (this.#at !== undefined && comparePositions(first, this.#at) < 0) await this.#goBack(first, ALL);
    else await this.#replay(ALL);
  }

  /** Findings as things stand. */
  findings(): readonly Finding[] {
    return this.#judgement.standing();
  }

  /** What to save: a checkpoint of now, and older ones for the case that something comes late while we are away. */
  save(): readonly Checkpoint[] {
    this.#checkpoint();
    return this.#checkpoints.all;
  }

  #begin(): Judgement {
    const { tenant, networkOf, book } = this.#parts;
    const window = { since: undefined, until: undefined };
    return new Judgement({ tenant, networkOf, book, baseline: new Baseline(), window });
  }

  #restore({ saved, at, received, count }: Checkpoint): void {
    this.#judgement = Judgement.restore(saved, this.#parts);
    this.#at = at;
    this.#received = received;
    this.#count = count;
  }

  /** Goes back to before a place, and judges what reached us until `upTo`. */
  async #goBack(to: EventPosition, upTo: number): Promise<void> {
    this.rollbacks++;
    const received = this.#received;
    const before = this.#count;
    const checkpoint = this.#checkpoints.rollBack(to);
    if (checkpoint === undefined) {
      this.#judgement = this.#begin();
      this.#at = undefined;
      this.#count = 0;
    } else this.#restore(checkpoint);
    this.replayed += before - this.#count;
    await this.#replay(upTo);
    this.#received = received;
  }

  /** Judges what the store has behind the last event judged; what reached us after `upTo` is judged when it is taken. */
  async #replay(upTo: number): Promise<void> {
    const { tenant, source, events } = this.#parts;
    const after = this.#at;
    const where = "received <= {up_to:DateTime64(3)}";
    const until = upTo === ALL ? {} : { where, params: { up_to: dateTime(upTo) } };
    for await (const page of events.read({ tenant, source, ...until, ...(after === undefined ? {} : { after }) })) {
      this.#received = page.reduce((most, { received }) => Math.max(most, received), this.#received);
      this.#judge(this.#reader.read(page));
    }
  }

  #judge(events: readonly Pick<IncomingEvent, "envelope" | "hits">[]): void {
    this.#judgement.observe(events);
    this.#count += events.length;
    const last = events.at(-1)?.envelope;
    if (last !== undefined) this.#at = { time: last.time, uid: last.uid };
    const { every = EVERY } = this.#parts;
    if (this.#count - (this.#checkpoints.newest?.count ?? 0) >= every) this.#checkpoint();
  }

  #checkpoint(): void {
    const at = this.#at;
    if (at === undefined || this.#checkpoints.newest?.count === this.#count) return;
    const saved: SavedJudgement = this.#judgement.snapshot();
    this.#checkpoints.add({ at, received: this.#received, count: this.#count, saved });
  }

  /** Whether something reached us after a checkpoint that belongs before its place. */
  async #isOvertaken({ at, received }: Checkpoint): Promise<boolean> {
    const { tenant, source, events } = this.#parts;
    const where =
      "received > {after_received:DateTime64(3)} AND (time, uid) <= ({at_time:DateTime64(3)}, {at_uid:String})";
    const params = { after_received: dateTime(received), at_time: dateTime(at.time), at_uid: at.uid };
    for await (const page of events.read({ tenant, source, where, params, limit: 1 })) return page.length > 0;
    return false;
  }
}

/** No bound. */
const ALL = Number.POSITIVE_INFINITY;

/** Milliseconds as ClickHouse reads a DateTime64(3). */
function dateTime(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").replace("Z", "");
}
