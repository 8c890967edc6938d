/** Says that something may be new. A ring while nobody listens is heard by whoever listens next. */
export class Bell {
  #rung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Waits for a ring, for some milliseconds at most; answers whether it rang. */
  async heard(milliseconds: number, over: AbortSignal): Promise<boolean> {
    if (!this.#rung && !over.aborted)
      await new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          over.removeEventListener("abort", end);
          resolve();
        };
        const timer = setTimeout(end, milliseconds);
        over.addEventListener("abort", end);
        this.#wake = end;
      });
    const rung = this.#rung;
    this.#rung = false;
    return rung && !over.aborted;
  }
}
