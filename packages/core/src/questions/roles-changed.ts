import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Rights that the intruder gave or took: roles of users, groups and clients, and memberships that carry them. */
export const rolesChanged: ChangeAsked = {
  id: "roles-changed",
  what: "roles and memberships",
  types:
    /^user\.account\.privilege\.|^group\.privilege\.|^group\.user_membership\.|^iam\.|^app\.oauth2\.client\.privilege\./,
  kinds: ["user", "group", "role", "client"],
};

export const rolesChangedQuestion: Question = changeQuestion(rolesChanged);
