/**
 * Watching: live detection over what arrives, with the answer of a scan, and what it finds made known. It survives
 * being stopped at any moment: everything it knows is in the stores, or follows from them.
 */
export { type Checkpoint, comparePositions } from "./checkpoints.ts";
export { LiveDetection, type LiveParts } from "./live-detection.ts";
export { type Published, Publisher } from "./publish.ts";
