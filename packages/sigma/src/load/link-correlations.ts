import type { CorrelationRule } from "../correlate/rule.ts";
import type { CorrelationDraft } from "./draft.ts";
import type { LoadLimits } from "./load-limits.ts";
import { type ReadCorrelation, readCorrelation } from "./read-correlation.ts";
import { notLoaded } from "./references.ts";
import type { Registry } from "./registry.ts";

/**
 * Reads all correlations and puts each behind those it refers to. One that refers to what did not load is refused, and
 * so are circles.
 */
export function linkCorrelations(
  drafts: readonly CorrelationDraft[],
  registry: Registry,
  limits: LoadLimits,
): readonly CorrelationRule[] {
  const chains = new Chains();
  for (const draft of drafts) chains.add(draft, draft.log.failed ? null : readCorrelation(draft, registry, limits));
  return chains.link();
}

interface Node {
  readonly draft: CorrelationDraft;
  readonly read: ReadCorrelation | null;
  /** Correlations that it refers to and that are not settled. */
  open: number;
  state: "waiting" | "loaded" | "refused";
}

class Chains {
  readonly #nodes = new Map<string, Node>();
  readonly #outer = new Map<string, Node[]>();
  /** Settled, but not yet told to those that refer to it. */
  readonly #news: Node[] = [];

  add(draft: CorrelationDraft, read: ReadCorrelation | null): void {
    // A second one of the same key was refused when it was registered.
    if (!this.#nodes.has(draft.facts.key)) this.#nodes.set(draft.facts.key, { draft, read, open: 0, state: "waiting" });
  }

  link(): readonly CorrelationRule[] {
    for (const node of this.#nodes.values()) {
      for (const { key } of node.read?.references ?? []) {
        if (!this.#nodes.has(key)) continue;
        node.open++;
        this.#outer.set(key, [...(this.#outer.get(key) ?? []), node]);
      }
    }
    const loaded: CorrelationRule[] = [];
    for (const node of this.#nodes.values()) this.#settleIfDone(node);
    for (const start of this.#nodes.values()) {
      this.#tell(loaded);
      if (start.state === "waiting") this.#refuseCircle(start);
    }
    this.#tell(loaded);
    return loaded;
  }

  #settleIfDone(node: Node): void {
    if (node.read === null) this.#settle(node, "refused");
    else if (node.open === 0) this.#settle(node, "loaded");
  }

  #settle(node: Node, state: "loaded" | "refused"): void {
    node.state = state;
    this.#news.push(node);
  }

  #tell(loaded: CorrelationRule[]): void {
    for (let node = this.#news.shift(); node !== undefined; node = this.#news.shift()) {
      if (node.state === "loaded" && node.read !== null) loaded.push(node.read.rule);
      const { key } = node.draft.facts;
      for (const outer of this.#outer.get(key) ?? []) {
        outer.open--;
        if (outer.state !== "waiting") continue;
        if (node.state === "loaded") this.#settleIfDone(outer);
        else {
          const reference = outer.read?.references.find((one) => one.key === key);
          outer.draft.log.error(reference?.at ?? 0, "NL-SIGMA-REFERENCE", notLoaded(reference?.text ?? key));
          this.#settle(outer, "refused");
        }
      }
    }
  }

  /** Takes out the circle that one comes to when it follows references that all wait for each other. */
  #refuseCircle(start: Node): void {
    const path = new Set<Node>();
    let next: Node | undefined = start;
    while (next !== undefined && !path.has(next)) {
      path.add(next);
      next = this.#waitsFor(next);
    }
    const walked = [...path];
    const circle = walked.slice(next === undefined ? 0 : walked.indexOf(next));
    const keys = [...circle, circle[0]].map((node) => node?.draft.facts.key ?? "");
    for (const [n, { draft, read }] of circle.entries()) {
      const at = read?.references.find(({ key }) => key === keys[n + 1])?.at ?? 0;
      const message = `The correlation refers to itself (${keys.slice(0, 20).join(" → ")}); a chain must have an end`;
      draft.log.error(at, "NL-SIGMA-CYCLE", message);
    }
    for (const node of circle) this.#settle(node, "refused");
  }

  #waitsFor(node: Node): Node | undefined {
    const inner = node.read?.references.map(({ key }) => this.#nodes.get(key));
    return inner?.find((one) => one?.state === "waiting");
  }
}
