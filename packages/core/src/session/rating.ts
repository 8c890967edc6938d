import type { Envelope } from "../event/envelope.ts";

export const HIGH_RISK = "okta rated it a high risk";
const NEW_DEVICE = "okta found a new device";
const NONE: readonly string[] = [];

/** What Okta says of a single request, as the baseline counts it: a user for whom it says so each day is no news. */
export function ratingsOf(event: Envelope): readonly string[] {
  const risky = event.risk === "HIGH";
  const device = event.positives.length > 0 && event.positives.includes("New Device");
  if (!risky && !device) return NONE;
  return [...(risky ? [HIGH_RISK] : []), ...(device ? [NEW_DEVICE] : [])];
}
