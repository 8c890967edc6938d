import { setTimeout as sleep } from "node:timers/promises";
import { applyRetention, type Removed, type RetentionParts } from "./apply-retention.ts";

/** What forgetting has to say. */
export type RetentionNews =
  | ({ readonly kind: "removed"; readonly tenant: string; readonly source: string } & Removed)
  | { readonly kind: "retention-trouble"; readonly tenant: string; readonly message: string };

/** A source whose events are kept for a number of days. */
export interface KeptSource {
  readonly tenant: string;
  readonly source: string;
  readonly keep: number;
}

const BETWEEN_MS = 6 * 3_600_000;
const AGAIN_MS = 600_000;

/** Applies the retention of one source while a service runs: at its start, and four times a day. */
export class RetentionKeeper {
  readonly #source: KeptSource;
  readonly #parts: RetentionParts;
  readonly #tell: (news: RetentionNews) => void;

  constructor(source: KeptSource, parts: RetentionParts, tell: (news: RetentionNews) => void) {
    this.#source = source;
    this.#parts = parts;
    this.#tell = tell;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { tenant, source, keep } = this.#source;
    while (!signal.aborted) {
      let rest = BETWEEN_MS;
      try {
        const removed = await applyRetention({ tenant, source }, keep, this.#parts);
        if (removed !== undefined) this.#tell({ kind: "removed", tenant, source, ...removed });
      } catch (error) {
        rest = AGAIN_MS;
        const message = error instanceof Error ? error.message : String(error);
        this.#tell({ kind: "retention-trouble", tenant, message });
      }
      await sleep(rest, undefined, { signal }).catch(() => undefined);
    }
  }
}
