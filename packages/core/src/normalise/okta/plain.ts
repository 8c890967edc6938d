import type { Envelope, RawRef } from "../../event/envelope.ts";
import { assemble } from "./assemble.ts";
import { member, textOf } from "./embedded.ts";
import { LIST_PATHS, type Leaves, NUMBER_PATHS, TEXT_PATHS } from "./paths.ts";
import type { Problem } from "./problem.ts";
import { readTimestamp, type TimeBounds, TIME_BOUNDS } from "./timestamp.ts";

/** Where a record was read and what is not written in it. */
export interface Origin {
  readonly tenant: string;
  readonly at: RawRef;
  /** Which event times are believed; `TIME_BOUNDS` unless told otherwise. */
  readonly bounds?: TimeBounds;
}

/**
 * Reads one System Log record, as JSON.parse returns it, into an envelope: the slow and obvious reader, and the
 * oracle of the fast one. Never throws. Nulls, unknown members and unknown values are tolerated anywhere.
 *
 * Problems: NL-EVENT-NOT-OBJECT, NL-EVENT-NO-UID, NL-EVENT-NO-TYPE, NL-EVENT-NO-TIME, NL-EVENT-TIME-RANGE
 * (spec EV-1 to EV-8).
 */
export function readOkta(value: unknown, origin: Origin): Envelope | Problem {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { code: "NL-EVENT-NOT-OBJECT", reason: `The record is ${kindOf(value)}; a JSON object is wanted` };
  return assemble(leavesOf(value), origin.at, { tenant: origin.tenant, bounds: origin.bounds ?? TIME_BOUNDS });
}

/** Finds the wanted values in a parsed record. */
export function leavesOf(value: object): Leaves {
  const strings = [""];
  const number = (text: string): number => (text === "" ? 0 : strings.push(text) - 1);
  const texts = Int32Array.from(TEXT_PATHS, (path) => number(textOf(at(value, path))));
  return {
    strings,
    texts,
    numbers: Float64Array.from(NUMBER_PATHS, (path) => numberOf(at(value, path))),
    time: readTimestamp(textOf(at(value, "published"))),
    lists: LIST_PATHS.map(({ path, members }) =>
      objectsAt([value], path.split(".")).flatMap((object) =>
        members.map((name) => number(textOf(member(object, name)))),
      ),
    ),
  };
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce(member, value);
}

// A list of objects may be null, or one object without its list; nested lists and scalars in it are not objects.
function objectsAt(from: readonly unknown[], path: readonly string[]): readonly unknown[] {
  const [step, ...rest] = path;
  if (step === undefined)
    return from.filter((value) => typeof value === "object" && value !== null && !Array.isArray(value));
  const name = step.replace("[]", "");
  const found = from.map((value) => member(value, name));
  return objectsAt(
    step.endsWith("[]") ? found.flatMap((value) => (Array.isArray(value) ? asList(value) : [value])) : found,
    rest,
  );
}

function asList(value: readonly unknown[]): readonly unknown[] {
  return value.filter((entry) => !Array.isArray(entry));
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `a ${typeof value}`;
}
