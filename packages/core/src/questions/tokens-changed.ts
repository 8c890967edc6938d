import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** API tokens that the intruder made, changed or revoked, and consents that they gave. */
export const tokensChanged: ChangeAsked = {
  id: "tokens-changed",
  what: "API tokens and OAuth grants",
  types: /^system\.api_token\.|^app\.oauth2\.(?:as\.)?consent\./,
  kinds: ["token", "grant", "client"],
};

export const tokensChangedQuestion: Question = changeQuestion(tokensChanged);
