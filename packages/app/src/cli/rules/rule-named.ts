import { nearName } from "@nightlatch/core";
import type { CorrelationRule, Rule, RuleSet } from "@nightlatch/sigma";
import { EXIT } from "../exit-code.ts";
import { Failure } from "../failure.ts";

/** The rule of an id, name or title, in any case. Throws a Failure NL-RULES-UNKNOWN. */
export function ruleNamed(
  wanted: string,
  { rules, correlations }: Pick<RuleSet, "rules" | "correlations">,
): Rule | CorrelationRule {
  const all: readonly (Rule | CorrelationRule)[] = [...rules, ...correlations];
  const namesOf = ({ id, name, title, key }: Rule | CorrelationRule): readonly string[] => [id, name, title, key];
  const rule = all.find((one) => namesOf(one).some((name) => name.toLowerCase() === wanted.toLowerCase()));
  if (rule !== undefined) return rule;
  const near = nearName(wanted, all.flatMap(namesOf));
  throw new Failure("NL-RULES-UNKNOWN", `There is no rule "${wanted}" among ${all.length}`, {
    exit: EXIT.usage,
    next: near === undefined ? "nightlatch rules list shows them all" : `Did you mean "${near}"?`,
  });
}
