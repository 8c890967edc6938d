import { readSecret } from "../config/secret.ts";
import type { ServiceConfig } from "../config/service.ts";
import { reachStores, type ReachedStores } from "../store/door/index.ts";
import { openStateStore, type StateStore } from "../store/state/index.ts";
import { StoreError } from "../store/store-error.ts";
import { VERSION } from "../version.ts";

/** Where secrets come from, and the configuration's file for messages about them. */
export interface SecretSource {
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The folder of the stores when nobody names one. */
export const DEFAULT_DATA = "nightlatch-data";

/** Where to open a store. */
export interface StorePlace {
  readonly folder: string | undefined;
  readonly secrets: SecretSource;
  /** Only the files themselves will do; otherwise a service that has them open is asked. */
  readonly alone?: boolean;
}

/** The folder of the stores on this machine. */
export function folderOf({ data }: ServiceConfig, { folder }: StorePlace): string {
  return folder ?? data ?? DEFAULT_DATA;
}

/** Opens the state store alone, for what needs no events. Throws what `openStores` throws. */
export async function openState(config: ServiceConfig, place: StorePlace): Promise<StateStore> {
  try {
    return await openStateHere(config, place);
  } catch (error) {
    return (await inService(error, config, place)).state;
  }
}

/** Opens the state store in this process. */
export async function openStateHere(config: ServiceConfig, place: StorePlace): Promise<StateStore> {
  const { state } = config.store;
  return openStateStore(
    state === undefined ? { folder: folderOf(config, place) } : { url: await readSecret(state, place.secrets) },
  );
}

/** The stores of the service that has them open, when that is why they could not be opened; else throws the error. */
export async function inService(error: unknown, config: ServiceConfig, place: StorePlace): Promise<ReachedStores> {
  if (!(error instanceof StoreError) || error.code !== "NL-STORE-LOCKED" || place.alone === true) throw error;
  const reached = await reachStores(folderOf(config, place), VERSION);
  if (reached === undefined) throw error;
  return reached;
}
