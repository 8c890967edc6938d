import { type Config, readConfig } from "../../config/config.ts";
import { openStores, type Stores } from "../../service/index.ts";
import { StoreError } from "../../store/store-error.ts";
import { EXIT } from "../exit-code.ts";
import { Failure } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";

/** The stores that a configuration names, opened for one command. */
export interface AtStores extends Stores {
  readonly config: Config;
}

/**
 * Opens the stores for one piece of work and closes them behind it. `busy` says what to do while a service has them.
 * Throws what opening the stores throws, and a Failure NL-STORE-LOCKED.
 */
export async function atStores<Answer>(
  flags: GlobalOptions,
  busy: string,
  work: (at: AtStores) => Promise<Answer>,
): Promise<Answer> {
  const config = await readConfig(flags.config);
  const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
  const stores = await openStores(config.service, { folder: flags.data, secrets }).catch((error: unknown) => {
    if (!(error instanceof StoreError) || error.code !== "NL-STORE-LOCKED") throw error;
    throw new Failure(error.code, error.message, { exit: EXIT.unavailable, next: busy });
  });
  try {
    return await work({ ...stores, config });
  } finally {
    await stores.close();
  }
}
