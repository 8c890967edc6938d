import type { Comparison, NumberTest } from "../rule/expression.ts";
import { compareDecimals, readDecimal } from "./decimal.ts";

/** Whether a value is a number, or text that is one. */
export function isNumeric(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "bigint" || (typeof value === "string" && readDecimal(value) !== undefined);
}

/**
 * Compares values with a rule's number; false for what is no number. Text is compared by its digits, however many. A
 * number of the event has been rounded when it was read, and is compared with the rule's number rounded the same way.
 */
export function numberTest({ op, value: written }: NumberTest): (value: unknown) => boolean {
  const wanted = readDecimal(written);
  if (wanted === undefined) return () => false;
  const rounded = Number(written);
  return (value) => {
    if (typeof value === "number") return Number.isFinite(value) && holds(op, value - rounded);
    if (typeof value !== "string" && typeof value !== "bigint") return false;
    const found = readDecimal(String(value));
    return found !== undefined && holds(op, compareDecimals(found, wanted));
  };
}

/** Whether a rule's number is one that a double holds, so that it is the same however it is compared. */
export function isExact(written: string): boolean {
  const [wanted, rounded] = [written, String(Number(written))].map(readDecimal);
  return wanted !== undefined && rounded !== undefined && compareDecimals(wanted, rounded) === 0;
}

/** Whether a comparison holds, given the sign of the difference. */
export function holds(op: Comparison, difference: number): boolean {
  switch (op) {
    case "eq":
      return difference === 0;
    case "lt":
      return difference < 0;
    case "lte":
      return difference <= 0;
    case "gt":
      return difference > 0;
    case "gte":
      return difference >= 0;
  }
}
