import { join } from "node:path";
import { readSecret } from "../config/secret.ts";
import type { ServiceConfig } from "../config/service.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import type { StateStore } from "../store/state/index.ts";
import { DEFAULT_DATA, openState, type SecretSource } from "./open-state.ts";

/** Both stores, opened together and closed together. */
export interface Stores {
  readonly events: EventStore;
  readonly state: StateStore;
  readonly close: () => Promise<void>;
}

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
