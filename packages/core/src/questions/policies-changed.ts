import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Policies, their rules, authenticators and protections of the tenant that the intruder changed. */
export const policiesChanged: ChangeAsked = {
  id: "policies-changed",
  what: "policies and protections",
  types:
    /^policy\.(?:lifecycle|rule)\.|^application\.policy\.|^device\.assurance\.|^security\.(?!session\.detect|request|events)/,
  kinds: ["policy", "setting", "application", "other"],
};

export const policiesChangedQuestion: Question = changeQuestion(policiesChanged);
