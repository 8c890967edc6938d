import type { NamedEvent } from "./match.ts";

/** What one event brings to one group of a correlation. */
export interface Part {
  /** The group's values as a JSON list: exact, and apart for different groups. */
  readonly group: string;
  /** What is counted (each combination as a JSON list) or summed up. */
  readonly values: readonly (string | number)[];
  /** For each correlation that references this one: what the event brings there, should an episode of this group rest on it. */
  readonly carry: readonly (readonly Part[])[];
}

/** A part with its event: one line in a group. */
export interface Row extends Omit<Part, "group"> {
  readonly time: number;
  readonly uid: string;
  /** Place of the rule that was hit among the correlation's rules. */
  readonly rule: number;
  /** When the hit is an episode of another correlation: the events it rests on, and how many more there are. */
  readonly under: Under | null;
}

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

function withoutRepeats(values: readonly (string | number)[]): readonly (string | number)[] {
  return typeof values[0] === "string" ? [...new Set(values)] : values;
}
