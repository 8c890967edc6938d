import type { Envelope } from "@nightlatch/core";

/** What a reference detector says: somebody is to be told, because of these events. */
export interface Alarm {
  /** Milliseconds. */
  readonly time: number;
  readonly uids: readonly string[];
}

/** A public rule for stolen sessions, restated in our own words to be measured beside Nightlatch. */
export interface ReferenceDetector {
  readonly name: string;
  /** Who publishes rules of this kind. */
  readonly known: string;
  /** The rule in one sentence. */
  readonly rule: string;
  /** A fresh run: takes events in order of time, and answers an alarm when one is due. */
  readonly start: () => (event: Envelope) => Alarm | undefined;
}

/** Events of one key within a window that slides: what lies further back than `span` milliseconds is forgotten. */
export class Sliding {
  readonly #span: number;
  readonly #kept = new Map<string, Envelope[]>();
  readonly #told = new Map<string, number>();

  constructor(span: number) {
    this.#span = span;
  }

  /** Adds an event, and answers all of its key within the window. */
  add(key: string, event: Envelope): readonly Envelope[] {
    const kept = [...(this.#kept.get(key) ?? []).filter(({ time }) => time >= event.time - this.#span), event];
    this.#kept.set(key, kept);
    return kept;
  }

  /** The alarm on a key, once for as long as it goes on. */
  alarm(key: string, events: readonly Envelope[]): Alarm | undefined {
    const time = events.at(-1)?.time ?? 0;
    const before = this.#told.get(key);
    this.#told.set(key, time);
    if (before !== undefined && time - before <= this.#span) return undefined;
    return { time, uids: events.map(({ uid }) => uid) };
  }
}

/** How many different texts there are, empty ones left out. */
export function different(events: readonly Envelope[], of: (event: Envelope) => string): number {
  return new Set(events.map(of).filter((text) => text !== "")).size;
}

export const MINUTE = 60_000;
