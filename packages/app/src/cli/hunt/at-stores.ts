import { type Config, readConfig } from "../../config/config.ts";
import { openStores, type Stores } from "../../service/index.ts";
import type { GlobalOptions } from "../global-options.ts";

/** The stores that a configuration names, opened for one command. */
export interface AtStores extends Stores {
  readonly config: Config;
}

/** Opens the stores for one piece of work and closes them behind it. Throws what opening the stores throws. */
export async function atStores<Answer>(flags: GlobalOptions, work: (at: AtStores) => Promise<Answer>): Promise<Answer> {
  const config = await readConfig(flags.config);
  const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
  const stores = await openStores(config.service, { folder: flags.data, secrets });
  try {
    return await work({ ...stores, config });
  } finally {
    await stores.close();
  }
}
