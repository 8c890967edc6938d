import type { ExitCode } from "../exit-code.ts";

/** Tells how a command ended. */
export type Ended = (exit: ExitCode) => void;
