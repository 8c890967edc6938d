import type { Entry, Flavour, Scene } from "../scene.ts";
import type { LogEvent } from "../log-event.ts";

/** One situation to be judged, as events, with the truth about it beside them. */
export interface Case {
  readonly id: string;
  readonly title: string;
  /** What was drawn for this variant, in words; for reading when a verdict surprises. */
  readonly traits: Readonly<Record<string, string | number | boolean>>;
  /** In the order of `published`, unless the case is about order. */
  readonly events: readonly LogEvent[];
  readonly truth: Truth;
}

export interface Truth {
  readonly attack: boolean;
  readonly user: { readonly id: string; readonly login: string };
  /** The sessions that were stolen or opened by the intruder; for a quiet case, the ones that look odd. */
  readonly sessions: readonly string[];
  /** RFC 3339; null when nothing was taken over. */
  readonly takeover: string | null;
  /** The events that the intruder caused. */
  readonly intruderUids: readonly string[];
  /** What gives the intruder away in the log; empty for a quiet case. */
  readonly tells: readonly string[];
}

export interface CaseOptions {
  readonly seed: string | number;
  /** Days of the victim's ordinary life before the day itself. */
  readonly history?: number;
  /** Midnight UTC of the day on which it happens. */
  readonly at?: number;
  readonly flavour?: Flavour;
  /** Binding of admin sessions is on: Okta writes detect_client_roaming itself. Drawn from the seed when left out. */
  readonly binding?: boolean;
}

/** The label of entries that an intruder caused; every other label is ordinary life. */
export const intruderLabel = "intruder";

/** Closes a scene into a case: events by time, the intruder's uids out of the labels. */
export function closeCase(
  scene: Scene,
  given: Omit<Case, "events" | "truth"> & { readonly truth: Omit<Truth, "intruderUids" | "takeover"> },
): Case {
  const entries = inOrder(scene.take());
  const theirs = entries.filter((entry) => entry.label === intruderLabel);
  return {
    ...given,
    events: entries.map((entry) => entry.event),
    truth: {
      ...given.truth,
      takeover: theirs[0]?.event.published ?? null,
      intruderUids: theirs.map((entry) => entry.event.uuid),
    },
  };
}

/** By time; events of the same millisecond stay as they were written. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => a.at - b.at);
}
