import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Identity providers and their keys that the intruder made, changed or activated. */
export const providersChanged: ChangeAsked = {
  id: "providers-changed",
  what: "identity providers",
  types: /^system\.idp\./,
  kinds: ["provider"],
};

export const providersChangedQuestion: Question = changeQuestion(providersChanged);
