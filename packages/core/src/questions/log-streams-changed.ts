import { changeQuestion, type ChangeAsked } from "./change-question.ts";
import type { Question } from "./question.ts";

/** Log streams that the intruder made or stopped: with one stopped, later answers rest on the log alone. */
export const logStreamsChanged: ChangeAsked = {
  id: "log-streams-changed",
  what: "log streams",
  types: /^system\.log_stream\.|^security\.events\.provider\./,
  kinds: ["log-stream", "setting", "other"],
};

export const logStreamsChangedQuestion: Question = changeQuestion(logStreamsChanged);
