import type { ProblemLog } from "../rule/problem-log.ts";
import { shown } from "../yaml/node.ts";
import type { Draft } from "./draft.ts";
import type { Registry } from "./registry.ts";

/** A name or id as it is written somewhere. */
export interface Reference {
  readonly text: string;
  readonly at: number;
}

/** A reference that was resolved. */
export interface Referenced extends Reference {
  /** Key of the rule. */
  readonly key: string;
  /** Its name, if it has one. */
  readonly name: string;
}

/** The rule or correlation a correlation refers to; null when there is none that could run, which is reported. */
export function resolveReference(
  { text, at }: Reference,
  registry: Registry,
  log: ProblemLog,
): Exclude<Draft, { kind: "filter" }> | null {
  const found = registry.find(text);
  if (found === undefined) {
    const message = `${shown(text)} is neither the id nor the name of a rule that was loaded; load its file too, or mend the reference`;
    return log.error(at, "NL-SIGMA-REFERENCE", message);
  }
  if (found.kind === "filter")
    return log.error(at, "NL-SIGMA-REFERENCE", `${shown(text)} is a filter; a rule or a correlation is wanted`);
  if (found.kind === "rule" && found.log.failed) return log.error(at, "NL-SIGMA-REFERENCE", notLoaded(text));
  return found;
}

export function notLoaded(text: string): string {
  return `${shown(text)} did not load, so nothing can build on it; mend it first`;
}
