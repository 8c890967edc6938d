import type { ReferenceDetector } from "./detector.ts";
import { manyTokens } from "./many-tokens.ts";
import { scriptAfterSignIn } from "./script-after-sign-in.ts";
import { sessionUnlike } from "./session-unlike.ts";
import { tokenElsewhere } from "./token-elsewhere.ts";
import { tokenManySystems } from "./token-many-systems.ts";

/** The best known public rules for stolen sessions, in the order of the scorecard. */
export const REFERENCES: readonly ReferenceDetector[] = [
  tokenElsewhere,
  sessionUnlike,
  manyTokens,
  scriptAfterSignIn,
  tokenManySystems,
];
