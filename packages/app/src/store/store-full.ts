import { StoreError } from "./store-error.ts";

/** What the engines and the system say when nothing more can be written: ClickHouse 243, PostgreSQL 53100. */
const CODES: readonly string[] = ["243", "53100", "ENOSPC", "EDQUOT"];
/** SQLite's result for it (SQLITE_FULL). */
const SQLITE_FULL = 13;
const WORDS = /no space left on device|not enough space|disk quota exceeded|database or disk is full/i;

/** The error as NL-STORE-FULL when it says that the disk is full; else `undefined`. */
export function storeFull(error: unknown): StoreError | undefined {
  if (error instanceof StoreError) return error.code === "NL-STORE-FULL" ? error : undefined;
  if (!(error instanceof Error)) return undefined;
  const full =
    ("code" in error && CODES.includes(String(error.code))) ||
    ("errcode" in error && error.errcode === SQLITE_FULL) ||
    WORDS.test(error.message);
  if (!full) return undefined;
  const reason = (error.message.split("\n")[0] ?? "").slice(0, 200);
  return new StoreError(
    "NL-STORE-FULL",
    `The disk of the store is full (${reason}). What was acknowledged is kept, nothing more is taken in, and it goes on by itself when there is room`,
    { cause: error },
  );
}
