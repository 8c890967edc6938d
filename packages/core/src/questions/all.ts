import { applicationsChangedQuestion } from "./applications-changed.ts";
import { applicationsOpenedQuestion } from "./applications-opened.ts";
import { deedsQuestion } from "./deeds.ts";
import { devicesChangedQuestion } from "./devices-changed.ts";
import { earlierSessionsQuestion } from "./earlier-sessions.ts";
import { factorsChangedQuestion } from "./factors-changed.ts";
import { hooksChangedQuestion } from "./hooks-changed.ts";
import { logStreamsChangedQuestion } from "./log-streams-changed.ts";
import { passwordsChangedQuestion } from "./passwords-changed.ts";
import { policiesChangedQuestion } from "./policies-changed.ts";
import { providersChangedQuestion } from "./providers-changed.ts";
import type { Question } from "./question.ts";
import { reportsRunQuestion } from "./reports-run.ts";
import { rolesChangedQuestion } from "./roles-changed.ts";
import { seenElsewhereQuestion } from "./seen-elsewhere.ts";
import { sessionsUsedQuestion } from "./sessions-used.ts";
import { supportAccessQuestion } from "./support-access.ts";
import { tokensChangedQuestion } from "./tokens-changed.ts";
import { usersChangedQuestion } from "./users-changed.ts";
import { wayBackInQuestion } from "./way-back-in.ts";
import { zonesChangedQuestion } from "./zones-changed.ts";

/** Every question, in the order in which a responder asks them. */
export const QUESTIONS: readonly Question[] = [
  sessionsUsedQuestion,
  deedsQuestion,
  factorsChangedQuestion,
  passwordsChangedQuestion,
  usersChangedQuestion,
  rolesChangedQuestion,
  tokensChangedQuestion,
  providersChangedQuestion,
  policiesChangedQuestion,
  zonesChangedQuestion,
  applicationsChangedQuestion,
  hooksChangedQuestion,
  logStreamsChangedQuestion,
  devicesChangedQuestion,
  supportAccessQuestion,
  reportsRunQuestion,
  applicationsOpenedQuestion,
  wayBackInQuestion,
  seenElsewhereQuestion,
  earlierSessionsQuestion,
];
