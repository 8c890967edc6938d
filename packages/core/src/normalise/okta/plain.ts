import type { Envelope, RawRef } from "../../event/envelope.ts";
import { assemble, isUsable, problemOf } from "./assemble.ts";
import { member, textOf } from "./embedded.ts";
import { LIST_PATHS, NUMBER_PATHS, TEXT_PATHS } from "./paths.ts";
import type { Problem } from "./problem.ts";
import { NOT_TEXT, type Rows } from "./rows.ts";
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
  if (typeof value !== "object" || value === null || Array.isArray(value)) return notObject(value);
  const rows = rowOf(value, []);
  return problemOfRow(rows, origin.bounds ?? TIME_BOUNDS) ?? assemble({ rows, row: 0, at: origin.at }, origin.tenant);
}

/** What keeps the one row of a table from being an event, if anything does. */
export function problemOfRow(rows: Rows, bounds: TimeBounds): Problem | undefined {
  return isUsable(rows, 0, bounds) ? undefined : problemOf(rows, 0, bounds);
}

/** Finds the wanted values in a parsed record: the one row of a table of its own. */
export function rowOf(value: object, further: readonly string[]): Rows {
  const strings = [""];
  const number = (text: string): number => (text === "" ? 0 : strings.push(text) - 1);
  const furtherNumber = (found: unknown): number =>
    typeof found === "object" && found !== null ? NOT_TEXT : number(textOf(found));
  const lists = LIST_PATHS.map(({ path, members }) =>
    objectsAt([value], path.split(".")).flatMap((object) =>
      members.map((name) => number(textOf(member(object, name)))),
    ),
  );
  let end = 0;
  return {
    strings,
    own: [],
    width: TEXT_PATHS.length + further.length,
    texts: Int32Array.from([
      ...TEXT_PATHS.map((path) => number(textOf(at(value, path)))),
      ...further.map((path) => furtherNumber(at(value, path))),
    ]),
    numbers: Float64Array.from([
      readTimestamp(textOf(at(value, "published"))),
      ...NUMBER_PATHS.map((path) => numberOf(at(value, path))),
    ]),
    bounds: Int32Array.from([0, ...lists.map((list) => (end += list.length))]),
    items: lists.flat(),
  };
}

/** The problem of a record that is no JSON object. */
export function notObject(value: unknown): Problem {
  const kind = value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
  return { code: "NL-EVENT-NOT-OBJECT", reason: `The record is ${kind}; a JSON object is wanted` };
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce(member, value);
}

// A list of objects may be null, or one object without its list; nested lists and scalars in it are not objects.
function objectsAt(from: readonly unknown[], path: readonly string[]): readonly unknown[] {
  const [step, ...rest] = path;
  if (step === undefined) return from.filter((value) => isObject(value));
  const found = from.map((value) => member(value, step.replace("[]", "")));
  const entries = step.endsWith("[]")
    ? found.flatMap((value) => (isList(value) ? value.filter(isObject) : [value]))
    : found;
  return objectsAt(entries, rest);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}
