import type { Transaction } from "kysely";
import type { Database } from "../../store/state/index.ts";
import type { Target } from "../action.ts";

/** An action that was just proven. */
export interface ToldAction {
  readonly case: string;
  /** Id of the action in its plan. */
  readonly id: string;
  /** Name of the action, such as `end-sessions`, and its title. */
  readonly action: string;
  readonly title: string;
  readonly aim: Target;
  /** What was known before, as the preview kept it. */
  readonly before: Readonly<Record<string, unknown>>;
  /** Since when it is so, milliseconds UTC. */
  readonly at: number;
  /** Whether people agreed to it. */
  readonly byPerson: boolean;
}

/** Events that were put on their way. */
interface Told {
  /** Types of events, as the standard names them. */
  readonly events: readonly string[];
  /** Streams that they went into. */
  readonly streams: readonly string[];
  /** What the events of one cause share. */
  readonly txn: string;
}

/** Tells others of an action, in the transaction that keeps its proof; `undefined` when there is nothing to tell. */
export type TellOthers = (db: Transaction<Database>, done: ToldAction) => Promise<Told | undefined>;
