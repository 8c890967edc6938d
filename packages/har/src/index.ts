/** Inspect and scrub HAR captures. */
export { scrub, type Scrubbed, type ScrubOptions } from "./scrub/scrub.ts";
