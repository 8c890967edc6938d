import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Devices that the intruder enrolled or bound to a user. */
export const devicesChanged: ChangeAsked = {
  id: "devices-changed",
  what: "devices",
  types: /^device\.(?:enrollment|user|lifecycle)\./,
  kinds: ["device", "user"],
};

export const devicesChangedQuestion: Question = changeQuestion(devicesChanged);
