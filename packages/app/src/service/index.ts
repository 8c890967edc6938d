/**
 * The service put together: stores, clients, a watch for each tenant and the outbox, out of one configuration. What it
 * is made of does not know of it.
 */
export { DEFAULT_DATA, openState, type SecretSource } from "./open-state.ts";
export { openStores, type Stores } from "./open-stores.ts";
export { credentialOver } from "./acting-client.ts";
export { openResponder } from "./open-responder.ts";
export { readingClient } from "./okta-client.ts";
export type { ServiceNews } from "./news.ts";
export { openSignals } from "./signals.ts";
export { Service } from "./service.ts";
