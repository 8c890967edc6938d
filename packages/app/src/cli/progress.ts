import { pad } from "../report/wrap.ts";
import { safeText } from "../report/index.ts";

const BAR = 24;
/** Milliseconds before anything is shown, between looks of a bar, and between lines where there is no terminal. */
const QUIET = 700;
const EVERY = 100;
const LINE_EVERY = 30_000;

/** Where progress is shown. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What is counted. */
type Unit = "bytes" | "rules" | "events";

/** Tells how far long work is: a bar on a terminal, a line now and then elsewhere, and nothing for short work. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  readonly #unit: Unit;
  readonly #started: number;
  #shown: number;
  #drawn = false;

  constructor(stream: ProgressStream, now: () => number, unit: Unit = "bytes") {
    this.#stream = stream;
    this.#now = now;
    this.#unit = unit;
    this.#started = now();
    this.#shown = this.#started;
  }

  /** `total` is 0 when nobody can know it. */
  at(done: number, total: number, what: string): void {
    const now = this.#now();
    const terminal = this.#stream.isTTY === true;
    if (now - this.#started < QUIET || now - this.#shown < (terminal ? EVERY : LINE_EVERY)) return;
    this.#shown = now;
    const line = lineOf(done, total, {
      what: safeText(what),
      seconds: (now - this.#started) / 1000,
      said: this.#unit === "bytes" ? megabytes : (count) => `${Math.round(count)} ${this.#unit}`,
    });
    if (!terminal) {
      this.#stream.write(`${line}\n`);
      return;
    }
    // Cleared to the end of the line, and cut so that it never wraps.
    this.#stream.write(`\r${line.slice(0, (this.#stream.columns ?? 80) - 1)}\u001b[K`);
    this.#drawn = true;
  }

  /** Clears what was drawn. */
  end(): void {
    if (this.#drawn) this.#stream.write("\r\u001b[K");
    this.#drawn = false;
  }
}

function lineOf(
  done: number,
  total: number,
  { what, seconds, said }: { what: string; seconds: number; said: (amount: number) => string },
): string {
  const rate = `${said(done / Math.max(seconds, 0.001))}/s`;
  if (total === 0) return `Reading ${said(done)}, ${rate}  ${what}`;
  const part = Math.min(1, done / total);
  const left = part > 0.02 ? `, ${duration((seconds / part) * (1 - part))} left` : "";
  const bar = pad("█".repeat(Math.round(part * BAR)), BAR).replaceAll(" ", "·");
  return `${bar} ${String(Math.floor(part * 100)).padStart(3)} %  ${said(done)} of ${said(total)}, ${rate}${left}  ${what}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 90 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
