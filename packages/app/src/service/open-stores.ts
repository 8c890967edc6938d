import { readSecret } from "../config/secret.ts";
import type { ServiceConfig } from "../config/service.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import type { StateStore } from "../store/state/index.ts";
import { folderOf, inService, openStateHere, type StorePlace } from "./open-state.ts";

/** Both stores, opened together and closed together. */
export interface Stores {
  readonly events: EventStore;
  readonly state: StateStore;
  readonly close: () => Promise<void>;
}

/**
 * Opens the stores that a configuration names: a folder on this machine, or servers. The state store comes first,
 * because its lock is what says that nobody else is at work here. When a service has the folder open, its stores are
 * reached through it, unless they are wanted alone.
 * Throws StoreError (NL-STORE-LOCKED, -AWAY, -NEWER) or ConfigError NL-CONFIG-SECRET.
 */
export async function openStores(config: ServiceConfig, place: StorePlace): Promise<Stores> {
  let state: StateStore;
  try {
    state = await openStateHere(config, place);
  } catch (error) {
    const reached = await inService(error, config, place);
    if (config.store.events === undefined) return reached;
    // Events on a server take any number of processes; only the state's folder is somebody else's.
    return together(await openEvents(config, place), reached.state);
  }
  try {
    return together(await openEvents(config, place), state);
  } catch (error) {
    await state.close();
    throw error;
  }
}

function together(events: EventStore, state: StateStore): Stores {
  return {
    events,
    state,
    close: async () => {
      await events.close();
      await state.close();
    },
  };
}

async function openEvents(config: ServiceConfig, place: StorePlace): Promise<EventStore> {
  const { events: server } = config.store;
  if (server === undefined) return openEventStore({ folder: folderOf(config, place) });
  const { url, cluster, password } = server;
  return openEventStore({
    url,
    ...(cluster === undefined ? {} : { cluster }),
    ...(password === undefined ? {} : { password: await readSecret(password, place.secrets) }),
  });
}
