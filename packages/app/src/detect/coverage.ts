/** A stretch of time without any event. Milliseconds. */
export interface Silence {
  readonly from: number;
  readonly to: number;
}

const DAY = 86_400_000;
const KEPT = 5;

/** Which time a log covers: its first and last event, and where it is silent for more than a day. */
export class Coverage {
  first: number | undefined;
  last: number | undefined;
  #silences: Silence[] = [];

  /** Takes the time of each event, in order. */
  note(time: number): void {
    const { last } = this;
    this.first ??= time;
    this.last = time;
    if (last === undefined || time - last <= DAY) return;
    this.#silences.push({ from: last, to: time });
    if (this.#silences.length > 10 * KEPT) this.#silences = longest(this.#silences);
  }

  /** The longest silences, in order of time. */
  silences(): readonly Silence[] {
    return longest(this.#silences).sort((a, b) => a.from - b.from);
  }
}

function longest(silences: readonly Silence[]): Silence[] {
  return silences.toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from).slice(0, KEPT);
}
