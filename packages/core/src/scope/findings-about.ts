import type { Finding } from "../finding/finding.ts";
import { type Seed, spanOf } from "./seed.ts";

/** Whether a finding is about what a scope starts from. */
export function isAbout({ id, first, last, entities }: Finding, seed: Seed): boolean {
  const { kind, value } = seed;
  switch (kind) {
    case "finding":
      return id === value;
    case "session":
      return entities.session.includes(value);
    case "user":
      return entities.user.some((user) => user.id === value || user.name === value);
    case "token":
      return entities.token.includes(value);
    case "address":
      return entities.ip.includes(value);
    case "agent":
      return false;
    case "span": {
      const span = spanOf(seed);
      return span !== undefined && Date.parse(first) < span.until && Date.parse(last) >= span.since;
    }
  }
}

/** Findings with a story when there are any: they tell more than rules do. */
export function best(findings: readonly Finding[]): readonly Finding[] {
  const told = findings.filter(({ story }) => story !== undefined);
  return told.length > 0 ? told : findings;
}
