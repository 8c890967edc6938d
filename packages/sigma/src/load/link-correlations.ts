import type { CorrelationRule } from "../correlate/rule.ts";
import type { CorrelationDraft } from "./draft.ts";
import type { LoadLimits } from "./load-limits.ts";
import { type ReadCorrelation, readCorrelation } from "./read-correlation.ts";
import { notLoaded } from "./references.ts";
import type { Registry } from "./registry.ts";

interface Node {
  readonly draft: CorrelationDraft;
  readonly read: ReadCorrelation;
}

/**
 * Reads all correlations and puts each behind those it refers to. One that refers to what did not load is refused, and
 * so are circles.
 */
export function linkCorrelations(
  drafts: readonly CorrelationDraft[],
  registry: Registry,
  limits: LoadLimits,
): readonly CorrelationRule[] {
  const waiting = new Map<string, Node>();
  const own = new Set(drafts.map(({ facts }) => facts.key));
  for (const draft of drafts) {
    const read = draft.log.failed ? null : readCorrelation(draft, registry, limits);
    if (read !== null) waiting.set(draft.facts.key, { draft, read });
  }
  const done = new Map<string, CorrelationRule>();
  for (;;) {
    const before = waiting.size;
    for (const [key, node] of waiting) {
      const open = node.read.references.filter((reference) => own.has(reference.key) && !done.has(reference.key));
      const failed = open.find((reference) => !waiting.has(reference.key));
      if (failed !== undefined) node.draft.log.error(failed.at, "NL-SIGMA-REFERENCE", notLoaded(failed.text));
      if (failed !== undefined || open.length === 0) waiting.delete(key);
      if (failed === undefined && open.length === 0) done.set(key, node.read.rule);
    }
    if (waiting.size < before) continue;
    const [start] = waiting.keys();
    if (start === undefined) return [...done.values()];
    refuseCircle(start, waiting);
  }
}

/** Takes one circle out of correlations that all wait for each other. */
function refuseCircle(start: string, waiting: Map<string, Node>): void {
  const path: string[] = [];
  let next: string | undefined = start;
  while (next !== undefined && !path.includes(next)) {
    path.push(next);
    next = waiting.get(next)?.read.references.find(({ key }) => waiting.has(key))?.key;
  }
  const circle = path.slice(next === undefined ? 0 : path.indexOf(next));
  for (const key of circle) {
    const node = waiting.get(key);
    const at = node?.read.references.find((reference) => waiting.has(reference.key))?.at ?? 0;
    const message = `The correlation refers to itself (${[...circle, circle[0]].join(" → ")}); a chain must have an end`;
    node?.draft.log.error(at, "NL-SIGMA-CYCLE", message);
  }
  for (const key of circle) waiting.delete(key);
}
