import { setTimeout as sleep } from "node:timers/promises";

/** What keeping a vigil has to say. */
export interface VigilNews {
  readonly kind: "vigil-trouble";
  readonly tenant: string;
  readonly message: string;
}

const BETWEEN_MS = 5_000;
const AGAIN_MS = 15_000;

/** What looks at events that arrived, and makes findings of them. */
interface Watchman {
  readonly look: () => Promise<unknown>;
}

/** Keeps a vigil while a service runs: it looks soon after events arrived, and again when looking failed. */
export class VigilKeeper {
  readonly #vigil: Watchman;
  readonly #tenant: string;
  readonly #tell: (news: VigilNews) => void;
  // What arrived while nobody was here is looked at first.
  #noticed = true;

  constructor(vigil: Watchman, tenant: string, tell: (news: VigilNews) => void) {
    this.#vigil = vigil;
    this.#tenant = tenant;
    this.#tell = tell;
  }

  /** Events of a tenant arrived. */
  notice(tenant: string): void {
    if (tenant === this.#tenant) this.#noticed = true;
  }

  /** Looks until the signal says otherwise. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let rest = BETWEEN_MS;
      if (this.#noticed) {
        this.#noticed = false;
        try {
          await this.#vigil.look();
        } catch (error) {
          this.#noticed = true;
          rest = AGAIN_MS;
          const message = error instanceof Error ? error.message : String(error);
          this.#tell({ kind: "vigil-trouble", tenant: this.#tenant, message });
        }
      }
      await sleep(rest, undefined, { signal }).catch(() => undefined);
    }
  }
}
