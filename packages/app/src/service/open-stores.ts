import { join } from "node:path";
import { readSecret } from "../config/secret.ts";
import type { ServiceConfig } from "../config/service.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import { openStateStore, type StateStore } from "../store/state/index.ts";

/** Both stores, opened together and closed together. */
export interface Stores {
  readonly events: EventStore;
  readonly state: StateStore;
  readonly close: () => Promise<void>;
}

/** Where secrets come from, and the configuration's file for messages about them. */
export interface SecretSource {
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The folder of the stores when nobody names one. */
export const DEFAULT_DATA = "nightlatch-data";

/**
 * Opens the stores that a configuration names: a folder on this machine, or servers. The state store comes first,
 * because its lock is what says that nobody else is at work here.
 * Throws StoreError (NL-STORE-LOCKED, -AWAY, -NEWER) or ConfigError NL-CONFIG-SECRET.
 */
export async function openStores(
  config: ServiceConfig,
  { folder, secrets }: { readonly folder: string | undefined; readonly secrets: SecretSource },
): Promise<Stores> {
  const state = await openState(config, { folder, secrets });
  try {
    const events = await openEvents(config.store.events, folder ?? config.data ?? DEFAULT_DATA, secrets);
    return {
      events,
      state,
      close: async () => {
        await events.close();
        await state.close();
      },
    };
  } catch (error) {
    await state.close();
    throw error;
  }
}

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

async function openEvents(
  server: ServiceConfig["store"]["events"],
  folder: string,
  secrets: SecretSource,
): Promise<EventStore> {
  if (server === undefined) return openEventStore({ folder: join(folder) });
  const { url, cluster, password } = server;
  return openEventStore({
    url,
    ...(cluster === undefined ? {} : { cluster }),
    ...(password === undefined ? {} : { password: await readSecret(password, secrets) }),
  });
}
