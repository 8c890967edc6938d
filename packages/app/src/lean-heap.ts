/**
 * Imported first by the program: keeps V8's space for young objects from growing beyond what pays. Larger, it saves
 * no time and costs 100 MB; kept as small as it begins, a scan clears up so often that it takes a quarter longer
 * (bench/RESULTS.md). Its size can not be set while a program runs, but whether it grows further can.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Bytes of the space, both halves, at which it has grown enough. */
const ENOUGH = 8 * 1024 * 1024;
const LOOK_MS = 20;

const watch = setInterval(() => {
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
  if (young === undefined || young.space_size < ENOUGH) return;
  setFlagsFromString("--semi-space-growth-factor=1");
  clearInterval(watch);
}, LOOK_MS);
watch.unref();
