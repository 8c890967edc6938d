import { type Source, type Told, toldBy } from "@nightlatch/core";
import type { EventRows, RowRef } from "./event-rows.ts";
import type { RuleHit, Verdict } from "./judge.ts";
import type { RowVerdicts } from "./row-verdicts.ts";

/** The hits of a row, made now that they are wanted. */
export function hitsOf({ rows, row }: RowRef): readonly RuleHit[] {
  const { found, verdicts, sources, more } = rows.judged;
  const verdict = verdicts[(found[row] ?? 0) - 1];
  if (verdict === undefined) return NO_HITS;
  const { rules, fields } = verdict;
  const values: Record<string, readonly string[]> = {};
  const own = more.get(row);
  for (const field of fields) {
    const source = sources.get(field);
    values[field] = own?.[field] ?? (source === undefined ? NONE : listOf(toldBy(rows, row, source)));
  }
  return rules.map((rule) => ({ rule, values }));
}

/** Verdicts of rows out of many tables as those of one. */
export function gatherVerdicts(refs: readonly RowRef[]): RowVerdicts {
  const verdicts: Verdict[] = [];
  const numbered = new Map<Verdict, number>();
  const found = new Int32Array(refs.length);
  const more = new Map<number, RuleHit["values"]>();
  for (const [n, { rows, row }] of refs.entries()) {
    const verdict = rows.judged.verdicts[(rows.judged.found[row] ?? 0) - 1];
    if (verdict === undefined) continue;
    let number = numbered.get(verdict);
    if (number === undefined) numbered.set(verdict, (number = verdicts.push(verdict)));
    found[n] = number;
    const own = rows.judged.more.get(row);
    if (own !== undefined) more.set(n, own);
  }
  return { found, verdicts, sources: sourcesOf(refs[0]?.rows), more };
}

function sourcesOf(rows: EventRows | undefined): RowVerdicts["sources"] {
  return rows?.judged.sources ?? new Map<string, Source>();
}

/** Empty texts count as none: whether a value is empty or absent is one to a correlation. */
function listOf(told: Told): readonly string[] {
  if (told === undefined || told === "") return NONE;
  return typeof told === "string" ? [told] : told.filter((text) => text !== "");
}

const NO_HITS: readonly RuleHit[] = [];
const NONE: readonly string[] = [];
