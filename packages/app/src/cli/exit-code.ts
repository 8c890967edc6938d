/** How the command line ends (design contract; README). */
export const EXIT = {
  done: 0,
  /** A fault of ours. */
  crashed: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** Done, but some input was rejected. */
  rejected: 3,
  /** A service, or the disk, is not there. */
  unavailable: 4,
  /** Done, and findings at or above `--fail-on` exist. */
  found: 10,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
