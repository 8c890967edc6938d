import type { CoverageSpan } from "../coverage/index.ts";
import type { EventPort } from "../scope/event-port.ts";
import type { ObjectKind } from "../scope/object-kind.ts";
import type { Scope } from "../scope/scope.ts";
import type { Answer, Verdict } from "./answer.ts";

/** What a question is answered from. */
export interface Inquiry {
  readonly scope: Scope;
  readonly events: EventPort;
  /** What is known of the times of the sources asked. */
  readonly coverage: readonly CoverageSpan[];
  /** The moment of asking, milliseconds UTC. */
  readonly now: number;
  /** Reads how things stand in the tenant; absent when there is nobody to ask. */
  readonly state?: StatePort;
}

/** Reads whether a change of the intruder still stands: `yes` it does, `no` it does not, `unknown` it cannot be read. */
export type StatePort = (asked: {
  readonly kind: ObjectKind;
  readonly id: string;
  /** Event type of the change. */
  readonly type: string;
  /** Ids of the users that it was about. */
  readonly users: readonly string[];
}) => Promise<{ readonly verdict: Verdict; readonly how: string }>;

/** One question, which runs by itself for every case. */
export interface Question {
  /** Stable name. */
  readonly id: string;
  /** As a person would ask it. */
  readonly text: string;
  readonly ask: (inquiry: Inquiry) => Promise<Answer>;
}
