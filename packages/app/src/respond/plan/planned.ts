import type { PlannedAction } from "@nightlatch/core";
import type { People } from "../around.ts";
import type { Objection, Preview, Target } from "../action.ts";

/** An action of a plan, with everything that running it needs. It stands in the journal as it is. */
export interface RespondAction extends PlannedAction {
  /** `PLAYBOOK/STEP`. */
  readonly step: string;
  readonly aim: Target;
  /** Events that are the reason. */
  readonly uids: readonly string[];
}

/** What a `case.plan` entry of ours holds. */
export interface PlanBody {
  readonly id: string;
  readonly playbook: string;
  /** Somebody chose the playbooks; planning again keeps to them. */
  readonly chosen: boolean;
  readonly actions: readonly RespondAction[];
  readonly people: People;
}

/** A planned action as it would go now. */
export interface Previewed {
  readonly action: RespondAction;
  /** `undefined` when the state that it needs could not be read; `unread` says why. */
  readonly preview: Preview | undefined;
  readonly unread: string;
  readonly objections: readonly Objection[];
}
