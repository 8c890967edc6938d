import { fingerprint } from "@nightlatch/core";
import type { Rejection } from "../connect/files/record.ts";
import { compareRows, envelopeOfRow, PLACE, type RowRef, timeOf, uidOf } from "./event-rows.ts";
import { hitsOf } from "./hits.ts";
import { RecentIds, type SeenAt } from "./recent-ids.ts";

/** Ids that are remembered at least, to see one come back at another time (spec PL-12). */
const REMEMBERED = 32_768;

/**
 * Lets each event pass once. Rows come in order, so a mere repeat stands beside its twin; the same id with other
 * content is rejected with NL-EVENT-UID-CONFLICT, whichever came first in the input: of one time the smaller content
 * is kept, of two times the earlier (spec PL-10 to PL-12).
 */
export class Dedupe {
  /** Events that were there already. */
  repeats = 0;
  /** Events that contradicted one of the same id. */
  conflicts = 0;
  readonly #reject: (rejection: Rejection) => void;
  readonly #recent: RecentIds;
  #held: RowRef | undefined;
  #twins: RowRef[] = [];

  constructor(reject: (rejection: Rejection) => void, remembered: number = REMEMBERED) {
    this.#reject = reject;
    this.#recent = new RecentIds(remembered);
  }

  /** Takes rows in order; gives out those that pass. The last is held until its successor is known. */
  pass(refs: readonly RowRef[]): RowRef[] {
    const passed: RowRef[] = [];
    for (const ref of refs) {
      const held = this.#held;
      if (held !== undefined) {
        if (timeOf(held) === timeOf(ref) && compareRows(held, ref) === 0) {
          this.#twins.push(ref);
          continue;
        }
        this.#let(held, passed);
      }
      this.#held = ref;
    }
    return passed;
  }

  /** Gives out what was held. */
  end(): RowRef[] {
    const passed: RowRef[] = [];
    if (this.#held !== undefined) this.#let(this.#held, passed);
    this.#held = undefined;
    return passed;
  }

  #let(held: RowRef, passed: RowRef[]): void {
    const kept = this.#twins.length === 0 ? held : this.#choose([held, ...this.#twins]);
    const seen = this.#recent.findOrAdd(uidOf(kept), fileOf(kept), lineOf(kept));
    if (seen === undefined) passed.push(kept);
    else this.#conflict(kept, seen);
  }

  #choose(twins: readonly RowRef[]): RowRef {
    this.#twins = [];
    const read = twins.map((ref) => ({ ref, content: contentOf(ref) }));
    read.sort((a, b) => (a.content === b.content ? byPlace(a.ref, b.ref) : a.content < b.content ? -1 : 1));
    const [kept, ...others] = read;
    if (kept === undefined) throw new RangeError("No twin to choose from");
    for (const other of others) {
      if (other.content === kept.content) this.repeats++;
      else this.#conflict(other.ref, seenAt(kept.ref));
    }
    return kept.ref;
  }

  #conflict(ref: RowRef, seen: SeenAt): void {
    this.conflicts++;
    const { file, line } = seenAt(ref);
    const reason = `The event "${uidOf(ref).slice(0, 100)}" is at ${seen.file}:${seen.line} with other content; that one is kept`;
    this.#reject({ file, line, code: "NL-EVENT-UID-CONFLICT", reason });
  }
}

function seenAt(ref: RowRef): SeenAt {
  return { file: fileOf(ref), line: lineOf(ref) };
}

function fileOf({ rows, row }: RowRef): string {
  return rows.files[rows.places[row * PLACE] ?? 0] ?? "";
}

function lineOf({ rows, row }: RowRef): number {
  return rows.places[row * PLACE + 1] ?? 0;
}

function contentOf(ref: RowRef): string {
  return fingerprint(envelopeOfRow(ref, "")) + JSON.stringify(hitsOf(ref));
}

function byPlace(a: RowRef, b: RowRef): number {
  const [one, other] = [seenAt(a), seenAt(b)];
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line;
}
