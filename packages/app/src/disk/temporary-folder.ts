import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** A folder that only this user can read, and that goes away with `remove` or with the process, however it ends but by `kill -9`. */
export class TemporaryFolder {
  readonly path: string;

  constructor(prefix: string) {
    this.path = mkdtempSync(join(tmpdir(), prefix));
    process.once("exit", this.#gone);
    for (const signal of SIGNALS) process.once(signal, this.#stop);
  }

  remove(): void {
    process.off("exit", this.#gone);
    for (const signal of SIGNALS) process.off(signal, this.#stop);
    rmSync(this.path, { recursive: true, force: true });
  }

  readonly #gone = (): void => this.remove();

  readonly #stop = (signal: NodeJS.Signals): void => {
    this.remove();
    // With its own listener gone, the signal does what it would have done.
    process.kill(process.pid, signal);
  };
}
