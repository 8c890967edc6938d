import { OktaError } from "../../connect/okta/index.ts";
import type { Proof } from "../action.ts";
import type { Shown } from "./log-proof.ts";

/** It is so, or it is not: what was read says it. */
export function read(isSo: boolean, what: string, shown: readonly Shown[] = []): Proof {
  const last = shown.at(-1);
  return {
    answer: isSo ? "yes" : "no",
    read: [what],
    events: shown.map(({ uid }) => uid),
    ...(last === undefined || Number.isNaN(last.time) ? {} : { since: last.time }),
  };
}

/** What would show it could not be read. */
export function unread(what: string): Proof {
  return { answer: "unknown", read: [what], events: [] };
}

/** All of it, as strong as its weakest part. */
export function together(proofs: readonly Proof[]): Proof {
  const answer = proofs.some((one) => one.answer === "no")
    ? "no"
    : proofs.some((one) => one.answer === "unknown")
      ? "unknown"
      : "yes";
  const since = proofs.flatMap((one) => (one.since === undefined ? [] : [one.since]));
  return {
    answer,
    read: proofs.flatMap((one) => one.read),
    events: proofs.flatMap((one) => one.events),
    ...(since.length === 0 ? {} : { since: Math.max(...since) }),
  };
}

/** Reads, and says "unknown" with the reason where reading is refused or fails. Other faults are thrown. */
export async function attempt(what: string, reading: () => Promise<Proof>): Promise<Proof> {
  try {
    return await reading();
  } catch (error) {
    if (error instanceof OktaError) return unread(`${what}: ${error.code} ${error.message}`);
    throw error;
  }
}
