import type { Envelope } from "../event/envelope.ts";
import type { OktaDetail } from "../normalise/okta/index.ts";

/** A stored event, with what its record says beyond the envelope. */
export interface SeenEvent {
  readonly envelope: Envelope;
  readonly detail: OktaDetail;
  /** The record, as JSON.parse gave it. */
  readonly raw: unknown;
  /** When it reached us, milliseconds UTC. */
  readonly received: number;
}

/**
 * Which events are asked for: values within a field are alternatives, fields narrow each other. What an event was done
 * to (`targets`) never stands alone: an investigation that went by objects was blind for fourteen days, because one
 * access to a file is logged under more than one record (Okta, root cause of 3 November 2023).
 */
export interface EventQuestion {
  readonly actors?: readonly string[];
  /** External or root ids. */
  readonly sessions?: readonly string[];
  readonly ips?: readonly string[];
  readonly tokens?: readonly string[];
  /** OAuth clients that called. */
  readonly clients?: readonly string[];
  /** Exact user agents. */
  readonly agents?: readonly string[];
  readonly targets?: readonly string[];
  readonly types?: readonly string[];
  /** Milliseconds UTC; half open. */
  readonly since: number;
  readonly until: number;
}

/** The one door through which an investigation asks events. */
export interface EventPort {
  /** In order of time and uid, in batches. */
  readonly ask: (question: EventQuestion) => AsyncIterable<readonly SeenEvent[]>;
  /** Ids of the people who did something that worked from an address, or with an agent, in a time. */
  readonly people: (place: {
    readonly kind: "address" | "agent";
    readonly value: string;
    readonly since: number;
    readonly until: number;
  }) => Promise<readonly string[]>;
}
