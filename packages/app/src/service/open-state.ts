import { readSecret } from "../config/secret.ts";
import type { ServiceConfig } from "../config/service.ts";
import { openStateStore, type StateStore } from "../store/state/index.ts";

/** Where secrets come from, and the configuration's file for messages about them. */
export interface SecretSource {
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The folder of the stores when nobody names one. */
export const DEFAULT_DATA = "nightlatch-data";

/** Opens the state store alone, for what needs no events. Throws what `openStores` throws. */
export async function openState(
  { store, data }: ServiceConfig,
  { folder, secrets }: { readonly folder: string | undefined; readonly secrets: SecretSource },
): Promise<StateStore> {
  return openStateStore(
    store.state === undefined
      ? { folder: folder ?? data ?? DEFAULT_DATA }
      : { url: await readSecret(store.state, secrets) },
  );
}
