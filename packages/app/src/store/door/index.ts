/**
 * The stores of a running service, for the commands of the same user on the same machine. One process has the files
 * open; others reach them through a socket in the data folder that only that user can open, which is no more than the
 * files themselves allow. Both stores look as they always do.
 */
export { type Door, openDoor } from "./serve.ts";
export { type ReachedStores, reachStores } from "./reach.ts";
