import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Users that the intruder created, revived, suspended or deleted, and whose profile or address they changed. */
export const usersChanged: ChangeAsked = {
  id: "users-changed",
  what: "users",
  types: /^user\.lifecycle\.|^user\.account\.update_(?:profile|primary_email|secondary_email)$/,
  kinds: ["user"],
};

export const usersChangedQuestion: Question = changeQuestion(usersChanged);
