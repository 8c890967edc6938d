/**
 * How sure it is that a session of the log is one of the capture. `certain`: the log holds an identifier of the capture.
 * `likely`: the same person, with the same browser, open while the capture was made. `possible`: either of both.
 */
export type Certainty = "certain" | "likely" | "possible";

/** What a session of the log and the capture have in common. */
export interface InCommon {
  /** The session's id stands in the capture. */
  readonly id: boolean;
  /** A token of the capture names its user. */
  readonly user: boolean;
  /** The capture's browser used it while the capture was made. */
  readonly browser: boolean;
  /** The capture's browser used it before. */
  readonly agent: boolean;
  /** An address that the capture names used it while the capture was made. */
  readonly address: boolean;
  /** It was open while the capture was made. */
  readonly open: boolean;
}

/** What follows from what they have in common; undefined when that is nothing. */
export function certaintyOf({ id, user, browser, agent, address, open }: InCommon): Certainty | undefined {
  if (id) return "certain";
  if (!open) return undefined;
  if ((user && (browser || agent || address)) || (browser && address)) return "likely";
  return user || browser || address ? "possible" : undefined;
}

/** The same in a sentence. */
export function whyOf({ id, user, browser, agent, address }: InCommon): string {
  if (id) return "The capture holds the session's own identifier";
  const parts = [
    user ? "a token in the capture names its user" : "",
    browser ? "the capture's browser used it at that time" : agent ? "the capture's browser used it before" : "",
    address ? "an address in the capture used it at that time" : "",
  ].filter((part) => part !== "");
  const [first = "", ...rest] = parts;
  return `${first.charAt(0).toUpperCase()}${first.slice(1)}${rest.map((part) => `; ${part}`).join("")}`;
}
