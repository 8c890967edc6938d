import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Network zones that the intruder made, changed or opened. */
export const zonesChanged: ChangeAsked = {
  id: "zones-changed",
  what: "network zones",
  types: /^(?:zone|network_zone|security\.zone)\./,
  kinds: ["zone", "other"],
};

export const zonesChangedQuestion: Question = changeQuestion(zonesChanged);
