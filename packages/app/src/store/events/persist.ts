import { setTimeout as wait } from "node:timers/promises";
import { isClickHouseFault } from "./fault.ts";

const WAITS = [100, 400, 1500] as const;

/**
 * Tries again what may be tried again: a lost connection, a server that is full or starting. Safe for inserts, because
 * what was stored is looked up by uid before anything is inserted, and rows of one identity are one row.
 */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (const ms of WAITS) {
    try {
      return await work();
    } catch (error) {
      if (!isClickHouseFault(error, "passing")) throw error;
      await wait(ms);
    }
  }
  return work();
}
