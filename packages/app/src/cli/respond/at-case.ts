import { userInfo } from "node:os";
import { CaseBook } from "../../cases/index.ts";
import { readConfig } from "../../config/config.ts";
import { CaseJournal, type Responder } from "../../respond/index.ts";
import { openResponder, openSignals, openStores } from "../../service/index.ts";
import { pushDue } from "../../signals/index.ts";
import type { GlobalOptions } from "../global-options.ts";

/** Who does something on the command line: `--who`, else the account of this machine. */
export interface PersonFlags extends GlobalOptions {
  readonly who?: string;
}

/** What a command about one case works with. */
export interface AtCase {
  readonly id: string;
  readonly responder: Responder;
  readonly journal: CaseJournal;
  /** Sends now what others are to be told, for a little while; a service sends the rest. */
  readonly push: () => Promise<void>;
}

const SOON = 15_000;

/** Opens stores and tenant of a case, does the work, and closes them. Throws what opening them throws. */
export async function atCase<T>(id: string, flags: GlobalOptions, work: (at: AtCase) => Promise<T>): Promise<T> {
  const config = await readConfig(flags.config);
  const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
  const stores = await openStores(config.service, { folder: flags.data, secrets });
  try {
    const { tenant } = await new CaseBook({ ...stores, now: Date.now }).get(id);
    const responder = await openResponder(tenant, { config, stores, secrets, now: Date.now });
    const push = async (): Promise<void> => {
      const signals = await openSignals({ config: config.service, stores, secrets, now: Date.now });
      if (signals !== undefined) await pushDue(signals.push, AbortSignal.timeout(SOON));
    };
    return await work({ id, responder, journal: new CaseJournal(stores.state, id, Date.now), push });
  } finally {
    await stores.close();
  }
}

export function personOf({ who }: PersonFlags): string {
  return who ?? userInfo().username;
}
