/** How many different people have to agree. */
export type Approval = "none" | "one" | "two";

/** What happened to the things that a step is about; several words are alternatives. */
export type How =
  /** The account was used by somebody else. */
  | "victim"
  /** The intruder came from there. */
  | "seen"
  | "created"
  | "changed"
  /** Switched on: a provider or an account that was off. */
  | "activated"
  /** A role, a right or access that was given. */
  | "granted"
  /** A factor that was enrolled, or somebody who was put into a group. */
  | "added"
  /** A token or a client through which was acted. */
  | "used";

/** Which things of a case a step is about. */
export interface TargetQuery {
  /** Such as `user`, `api-token`, `provider`, `address`. */
  readonly kind: string;
  readonly how: readonly How[];
}

/** One step: an action on everything that a query finds, or a task for a person. */
export interface PlaybookStep {
  /** Unique in the playbook. */
  readonly id: string;
  readonly title: string;
  /** Id of an action, such as `end-sessions`; `hand-over` for a task. */
  readonly action: string;
  /** Absent for a task that is about the case as a whole. */
  readonly targets?: TargetQuery;
  readonly approval: Approval;
  /** Why, and what to look at; for people. */
  readonly note: string;
  /** The case counts as contained only when this step holds. */
  readonly contains: boolean;
}

/** What to do about one kind of incident: steps in order. It says what, never to whom: that comes from the case. */
export interface Playbook {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** Ids of rules whose findings it answers; `*` at the end stands for any rest. */
  readonly rules: readonly string[];
  readonly steps: readonly PlaybookStep[];
}

/** Whether a playbook answers the findings of a rule. */
export function answers({ rules }: Playbook, rule: string): boolean {
  return rules.some((one) => (one.endsWith("*") ? rule.startsWith(one.slice(0, -1)) : one === rule));
}
