import { StoreError } from "../store-error.ts";
import { storeFull } from "../store-full.ts";

/** ClickHouse's error numbers (src/Common/ErrorCodes.cpp) by what to do about them. */
const DATA = new Set(["26", "27", "33", "41", "72", "117", "130", "344", "590"]);
const PASSING = new Set(["164000", "202", "203", "209", "210", "236", "242", "252", "319", "394", "425", "999"]);
const WRONG_QUESTION = new Set([
  "36",
  "42",
  "43",
  "44",
  "46",
  "47",
  "53",
  "60",
  "62",
  "70",
  "164",
  "184",
  "215",
  "386",
  "456",
  "457",
]);

/** Rows, bytes, seconds or memory beyond the bounds of a question. */
const BEYOND = new Set(["158", "159", "160", "191", "241", "307", "396"]);

/** Whether an error is the fault of the data sent (never of the connection), or passes when tried again. */
export function isClickHouseFault(error: unknown, kind: "data" | "passing"): boolean {
  const code = numberOf(error);
  if (code !== "") return (kind === "data" ? DATA : PASSING).has(code);
  // No answer of the engine at all: the connection was lost, before or after it did the work.
  return kind === "passing";
}

/** What a question's failure means to the person who asked. */
export function questionError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const full = storeFull(error);
  if (full !== undefined) return full;
  const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 500) : String(error);
  if (BEYOND.has(numberOf(error)))
    return new StoreError("NL-STORE-LIMIT", `The question wants more than one may have: ${reason}`, { cause: error });
  if (WRONG_QUESTION.has(numberOf(error)))
    return new StoreError("NL-STORE-QUERY", `The event store refused the question: ${reason}`, { cause: error });
  return new StoreError("NL-STORE-AWAY", `The event store did not answer: ${reason}`, { cause: error });
}

/** The same for a question that somebody wrote: whatever the engine says against it is the question's fault. */
export function askedError(error: unknown): StoreError {
  const known = questionError(error);
  if (known.code !== "NL-STORE-AWAY" || numberOf(error) === "" || isClickHouseFault(error, "passing")) return known;
  const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 500) : String(error);
  return new StoreError("NL-STORE-QUERY", `The event store refused the question: ${reason}`, { cause: error });
}

/** What it means that events could not be written. */
export function storeFault(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const full = storeFull(error);
  if (full !== undefined) return full;
  const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 500) : String(error);
  return new StoreError("NL-STORE-AWAY", `The event store took nothing: ${reason}`, { cause: error });
}

/** The engine's number of an error; `""` when it is not the engine's. The client and chDB bring a class of error each. */
function numberOf(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return "";
  return typeof error.code === "string" && /^\d+$/.test(error.code) ? error.code : "";
}
