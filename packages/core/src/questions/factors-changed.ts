import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Factors that the intruder enrolled, removed, reset or bypassed, of whomever. */
export const factorsChanged: ChangeAsked = {
  id: "factors-changed",
  what: "factors",
  types: /^(?:user|system)\.mfa\.factor\.|^user\.mfa\.attempt_bypass$/,
  kinds: ["factor"],
};

export const factorsChangedQuestion: Question = changeQuestion(factorsChanged);
