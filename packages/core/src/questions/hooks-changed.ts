import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Event and inline hooks that the intruder made, changed or stopped: they can carry data out, or hide what happens. */
export const hooksChanged: ChangeAsked = {
  id: "hooks-changed",
  what: "hooks",
  types: /^(?:event_hook|inline_hook)\./,
  kinds: ["hook", "other"],
};

export const hooksChangedQuestion: Question = changeQuestion(hooksChanged);
