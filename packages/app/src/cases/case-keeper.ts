import { setTimeout as sleep } from "node:timers/promises";
import type { Finding } from "@nightlatch/core";
import type { Published } from "../watch/index.ts";
import type { CaseParts } from "./case-book.ts";
import { type Joined, joinFindings } from "./join-findings.ts";
import { usedCredentials } from "./used-credentials.ts";

/** What a keeper has to say. */
export type CaseNews =
  | { readonly kind: "case"; readonly joined: Joined }
  | { readonly kind: "case-trouble"; readonly message: string };

export interface KeeperParts extends CaseParts {
  readonly publish: (findings: readonly Finding[]) => Promise<readonly Published[]>;
  readonly tell: (news: CaseNews) => void;
  /** Least time between two looks at the ledgers' credentials; ten seconds unless told otherwise. */
  readonly lookMs?: number;
}

const LOOK_MS = 10_000;
const AGAIN_MS = 5_000;

/**
 * Keeps the cases while the service runs: findings join as they are published, and a use of a credential that stands in
 * a ledger becomes a finding itself.
 */
export class CaseKeeper {
  readonly #parts: KeeperParts;
  #wake: () => void = () => undefined;
  #findings = true;
  #events = true;
  #looked = 0;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** There is something new: findings, or events that may be uses of credentials. */
  notice(what: "findings" | "events"): void {
    if (what === "findings") this.#findings = true;
    else this.#events = true;
    this.#wake();
  }

  /** Works until the signal says otherwise. A failure is told and tried again: the place reached is in the store. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = (): void => this.#wake();
    signal.addEventListener("abort", stop);
    while (!signal.aborted) {
      try {
        await this.#work();
        await this.#rest(signal);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        this.#findings = true;
        this.#parts.tell({ kind: "case-trouble", message });
        await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    signal.removeEventListener("abort", stop);
  }

  async #work(): Promise<void> {
    const { tell, publish, lookMs = LOOK_MS } = this.#parts;
    if (this.#findings) {
      this.#findings = false;
      for (const joined of await joinFindings(this.#parts)) tell({ kind: "case", joined });
    }
    if (this.#events && performance.now() - this.#looked >= lookMs) {
      this.#events = false;
      this.#looked = performance.now();
      if ((await publish(await usedCredentials(this.#parts))).length > 0) this.#findings = true;
    }
  }

  async #rest(signal: AbortSignal): Promise<void> {
    if (this.#findings || signal.aborted) return;
    const { lookMs = LOOK_MS } = this.#parts;
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const soon = new AbortController();
    const timer = sleep(lookMs, undefined, { signal: AbortSignal.any([signal, soon.signal]) }).catch(() => undefined);
    // Events wait for the next look; findings do not.
    await (this.#events ? Promise.race([woken, timer]) : woken);
    soon.abort();
  }
}
