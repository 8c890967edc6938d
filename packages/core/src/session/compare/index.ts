import type { Observed } from "../observed.ts";
import { compareBrowser } from "./browser.ts";
import { compareDevice } from "./device.ts";
import type { Frame } from "./frame.ts";
import { compareNetwork, comparePlace } from "./network.ts";

export { type Frame, isRented } from "./frame.ts";
export { duration } from "./network.ts";

/** Everything that comparing two contexts of one session says, for and against their being two people's. */
export function compareContexts(frame: Frame): readonly Observed[] {
  return [...compareNetwork(frame), ...comparePlace(frame), ...compareDevice(frame), ...compareBrowser(frame)];
}
