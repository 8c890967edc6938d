/** The engine's whole memory as plain JSON data, so that a service can stop anywhere and go on as if it had not. */
export { restoreMemory } from "./restore.ts";
export { saveMemory } from "./save.ts";
export type { SavedMemory } from "./saved.ts";
