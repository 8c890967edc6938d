import type { Envelope } from "../../event/envelope.ts";

/**
 * The content of an event without the place it was read from, as text: equal for a record that came twice, in
 * whatever wrapping, and different when one uid stands for two contents.
 */
export function fingerprint(event: Envelope): string {
  return JSON.stringify({ ...event, at: null });
}
