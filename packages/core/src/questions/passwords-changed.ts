import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Passwords that the intruder set, reset or expired, and locks that they opened. */
export const passwordsChanged: ChangeAsked = {
  id: "passwords-changed",
  what: "passwords",
  types:
    /^user\.account\.(?:reset|update|expire)_password$|^system\.agent\.ad\.reset_user_password$|^user\.account\.unlock/,
  kinds: ["user"],
};

export const passwordsChangedQuestion: Question = changeQuestion(passwordsChanged);
