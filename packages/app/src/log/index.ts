/**
 * What a service says of itself while it runs: entries with a level, a stable name and a sentence, as lines for people
 * or as one JSON object a line.
 */
export { createLog, LEVELS, type Log, type LogLevel } from "./log.ts";
