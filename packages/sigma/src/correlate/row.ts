import type { NamedEvent } from "./match.ts";

/** What is counted (text) or summed up (a number). */
export type Value = string | number;

/** What one event brings to one group of a correlation. */
export interface Part {
  /** The group's values as its key. */
  readonly group: string;
  /** For `value_count` each combination as a text, made as a group's key is. */
  readonly values: readonly Value[];
  /** For each correlation that references this one: what the event brings there, should an episode of this group rest on it. */
  readonly carry: readonly (readonly Part[])[];
}

/** What is kept of an event while an episode may come to rest on it. */
export interface Kept {
  readonly time: number;
  readonly uid: string;
  /** Place of the rule that was hit among the correlation's rules. */
  readonly rule: number;
  /** When the event is an episode of another correlation: the events that one rests on. */
  readonly under: Under | null;
  readonly carry: Part["carry"];
}

/** An event in a group, before it is judged. */
export interface Row extends Kept {
  readonly values: readonly Value[];
}

/** An event that waits for the beginning of its sequence, and the group it would belong to. */
export interface Orphan {
  readonly key: string;
  readonly row: Row;
}

/** Events by name, and how many more there are. */
export interface Under {
  readonly named: readonly NamedEvent[];
  readonly unnamed: number;
}

export const NOTHING: readonly never[] = [];

/** Parts of several events, together: one part for each group, each text once, each number as often as it came. */
export function mergeParts(parts: readonly Part[]): readonly Part[] {
  const byGroup = new Map<string, Part[]>();
  for (const part of parts) {
    const known = byGroup.get(part.group);
    if (known === undefined) byGroup.set(part.group, [part]);
    else known.push(part);
  }
  return Array.from(byGroup, ([group, members]) => ({
    group,
    values: withoutRepeats(members.flatMap((member) => member.values)),
    carry: (members[0]?.carry ?? []).map((_, at) => members.flatMap((member) => member.carry[at] ?? [])),
  }));
}

function withoutRepeats(values: readonly Value[]): readonly Value[] {
  return typeof values[0] === "string" ? [...new Set(values)] : values;
}
