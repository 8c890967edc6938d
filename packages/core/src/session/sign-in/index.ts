/** Sign-ins that were themselves stolen: what speaks for and against the moment a session opens. */
export { judgeOpening } from "./opening.ts";
export { type SavedSprays, SprayWatch } from "./spray.ts";
export { isJoining, isReset, judgeTrouble, noteJoining, notePush, noteReset } from "./trouble.ts";
