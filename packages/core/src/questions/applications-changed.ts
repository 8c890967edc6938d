import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Applications, OAuth clients, their secrets and assignments that the intruder made or changed. */
export const applicationsChanged: ChangeAsked = {
  id: "applications-changed",
  what: "applications and clients",
  types:
    /^application\.(?:lifecycle\.|user_membership\.(?!show_password))|^app\.(?:oauth2\.(?:client\.lifecycle|credentials)|keys)|^oauth2\./,
  kinds: ["application", "client", "other"],
};

export const applicationsChangedQuestion: Question = changeQuestion(applicationsChanged);
