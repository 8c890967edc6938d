/**
 * HAR captures on the disk: read in chunks, as often as it takes, and written whole or not at all. What is done with
 * the bytes is `@nightlatch/har`.
 */
export { inspectFiles } from "./inspect-files.ts";
export { openCapture } from "./open-capture.ts";
export { scrubFile } from "./scrub-file.ts";
export { unpack } from "./unpack.ts";
