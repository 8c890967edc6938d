import { type Severity, SEVERITIES } from "@nightlatch/core";
import { InvalidArgumentError } from "commander";
import { readMoment } from "../../detect/time-window.ts";

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** Gathers levels; throws InvalidArgumentError. */
export function levels(value: string, before: readonly Severity[]): readonly Severity[] {
  const level = SEVERITIES.find((one) => one === value);
  if (level !== undefined) return [...before, level];
  throw new InvalidArgumentError(`Allowed choices are ${SEVERITIES.join(", ")}.`);
}

/** A time; throws InvalidArgumentError. */
export function moment(value: string): number {
  const time = readMoment(value);
  if (time !== undefined) return time;
  throw new InvalidArgumentError(
    'A date such as "2023-10-18" or a time such as "2023-10-18T14:00:00Z" (RFC 3339) is wanted',
  );
}

/** A number of threads; throws InvalidArgumentError. */
export function count(value: string): number {
  if (/^\d{1,2}$/.test(value) && Number(value) <= 64) return Number(value);
  throw new InvalidArgumentError("A number from 0 to 64 is wanted");
}

/** A number of rows; throws InvalidArgumentError. */
export function many(value: string): number {
  if (/^[1-9]\d{0,5}$/.test(value) && Number(value) <= 100_000) return Number(value);
  throw new InvalidArgumentError("A number from 1 to 100000 is wanted");
}
