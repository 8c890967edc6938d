import { contains, type Finding, readAddress, readCidr } from "@nightlatch/core";
import type { RuleDecision } from "../config/decisions.ts";
import type { DecisionReport } from "../report/scan-report.ts";
import type { BoundDecision, Decided } from "./decided.ts";

/** A decision is said to end soon within so many milliseconds of the last event. */
const SOON = 14 * 86_400_000;

/** Findings that a decision of the user keeps from the report, and how many each kept. */
export class Withheld {
  readonly #decisions: readonly BoundDecision[];
  readonly #counts = new Map<RuleDecision, number>();

  constructor({ decisions }: Decided) {
    this.#decisions = decisions;
  }

  /** Counting begins again. */
  clear(): void {
    this.#counts.clear();
  }

  /** The findings that no decision covers. One that reaches beyond the end of a decision is told whole. */
  without(findings: readonly Finding[]): readonly Finding[] {
    if (this.#decisions.length === 0) return findings;
    return findings.filter((finding) => {
      const last = Date.parse(finding.last);
      const covering = this.#decisions.find(
        (bound) => bound.id === finding.rule.id && last < bound.decision.until && silences(bound, finding),
      );
      if (covering === undefined) return true;
      this.#counts.set(covering.decision, (this.#counts.get(covering.decision) ?? 0) + 1);
      return false;
    });
  }

  /** How the decisions stand at a time; `allowed` tells how many events one kept from counting. */
  report(now: number | undefined, allowed: (decision: RuleDecision) => number): readonly DecisionReport[] {
    return this.#decisions.map(({ decision, title }) => {
      const { kind, who, why, until } = decision;
      const left = now === undefined ? Number.POSITIVE_INFINITY : until - now;
      return {
        kind,
        rule: title,
        who,
        why,
        until: until === Number.POSITIVE_INFINITY ? null : new Date(until).toISOString(),
        state: left <= 0 ? "ended" : left <= SOON ? "ends-soon" : "holds",
        findings: this.#counts.get(decision) ?? 0,
        events: allowed(decision),
      };
    });
  }
}

/** Whether a decision keeps a finding away by itself; allow-lists of rules have acted on the events before. */
function silences({ decision, engine }: BoundDecision, { entities }: Finding): boolean {
  if (decision.kind === "disable") return true;
  if (!engine) return false;
  return [...decision.allow].every(([entity, values]) => {
    const said = namesOf(entities, entity);
    return said.length > 0 && said.every((names) => names.some((name) => values.some((value) => fits(name, value))));
  });
}

/** What a finding says of one kind of entity: for each, the names by which it goes. */
function namesOf(entities: Finding["entities"], kind: string): readonly (readonly string[])[] {
  if (kind === "user") return entities.user.map(({ id, name }) => [id, name]);
  const list = { session: entities.session, ip: entities.ip, app: entities.app, token: entities.token };
  return (Object.entries(list).find(([name]) => name === kind)?.[1] ?? []).map((name) => [name]);
}

/** As a Sigma value: in any case, with `*` and `?`; and blocks of addresses. */
function fits(name: string, value: string): boolean {
  const block = value.includes("/") ? readCidr(value) : undefined;
  if (block !== undefined) {
    const address = readAddress(name);
    return address !== undefined && contains(block, address);
  }
  const source = value
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "is").test(name);
}
