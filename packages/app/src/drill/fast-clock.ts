import { setTimeout as sleep } from "node:timers/promises";

/** A clock that runs so many times faster than real time, so that an afternoon passes in seconds. */
export class FastClock {
  readonly #start: number;
  readonly #speed: number;
  readonly #real: () => number;
  readonly #began: number;

  /** `start` is its first time, milliseconds UTC; `real` is a clock that runs at its own pace, in milliseconds. */
  constructor({ start, speed, real }: { readonly start: number; readonly speed: number; readonly real: () => number }) {
    this.#start = start;
    this.#speed = speed;
    this.#real = real;
    this.#began = real();
  }

  readonly now = (): number => Math.floor(this.#start + (this.#real() - this.#began) * this.#speed);

  /** Waits until so many milliseconds have passed on it. */
  async pass(ms: number, signal?: AbortSignal): Promise<void> {
    await sleep(ms / this.#speed, undefined, signal === undefined ? {} : { signal });
  }
}
