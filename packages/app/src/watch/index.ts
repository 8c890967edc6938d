/**
 * Watching: events are read, judged as they arrive with the answer of a scan, and what is found is made known. It
 * survives being stopped at any moment: everything it knows is in the stores, or follows from them.
 */
export { type Published, Publisher } from "./publish.ts";
export { OneAtATime } from "./one-at-a-time.ts";
export { watchTenant, type WatchParts } from "./start-watch.ts";
export { type News, type TenantWatch, type WatchState } from "./tenant-watch.ts";
