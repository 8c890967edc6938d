import type { LedgerRow } from "../ledger/row.ts";
import type { Answer } from "../questions/answer.ts";
import type { ScopeChange } from "../scope/difference.ts";
import type { Scope } from "../scope/scope.ts";
import type { Seed } from "../scope/seed.ts";
import type { CaseBodies, FactSource, FindingInCase, JoinReason, PlannedAction } from "./entry.ts";

/** An entry of the journal: its number, who wrote it, and when we knew it (milliseconds UTC). */
export interface Written {
  readonly seq: number;
  readonly at: number;
  readonly who: string;
}

export interface JoinedFinding extends Written {
  readonly finding: FindingInCase;
  readonly why: readonly JoinReason[];
  readonly notBy: readonly { readonly value: string; readonly people: number }[];
}

export interface Task extends Written {
  readonly id: string;
  readonly text: string;
  readonly owner: string;
  readonly done: (Written & { readonly text: string }) | undefined;
}

/** A planned action and how far it came. */
export interface FollowedAction extends PlannedAction {
  readonly plan: string;
  readonly approvedBy: readonly string[];
  readonly attempts: number;
  /** The first time that it was begun. */
  readonly begun: Written | undefined;
  readonly last:
    | (Written & { readonly outcome: CaseBodies["action.after"]["outcome"]; readonly text: string })
    | undefined;
  /** Begun, and no word of how it ended. */
  readonly open: boolean;
  readonly readback: (Written & { readonly holds: boolean; readonly state: string }) | undefined;
  readonly watch: { readonly until: number; readonly uses: readonly string[] } | undefined;
}

/**
 * One incident as it stands after some entries of the journal: findings, facts, questions, scope, plan and ledger.
 * `at` is always when we knew; `happened`, `first` and `last` are when it happened. Milliseconds UTC.
 */
export interface Case {
  readonly id: string;
  readonly tenant: string;
  readonly title: string;
  readonly seeds: readonly Seed[];
  readonly opened: Written;
  readonly status: "open" | "closed" | "merged";
  /** The case in which this one goes on, when it was merged. */
  readonly mergedInto: string;
  readonly absorbed: readonly (Written & { readonly case: string; readonly why: readonly JoinReason[] })[];
  readonly closed: (Written & { readonly why: string; readonly open: readonly string[] }) | undefined;
  /** By time of their first act, each in its last revision. */
  readonly findings: readonly JoinedFinding[];
  readonly facts: readonly (Written & {
    readonly happened: number | null;
    readonly text: string;
    readonly source: FactSource;
  })[];
  readonly notes: readonly (Written & { readonly text: string })[];
  readonly tasks: readonly Task[];
  /** Who is what, the last word of each. */
  readonly roles: readonly { readonly who: string; readonly role: string }[];
  readonly pins: readonly (Written & {
    readonly uid: string;
    readonly happened: number | null;
    readonly why: string;
  })[];
  readonly suppliers: readonly (CaseBodies["case.supplier"] & {
    readonly knownAt: number;
    readonly who: string;
    readonly seq: number;
  })[];
  readonly scope: (Written & { readonly revision: number; readonly scope: Scope }) | undefined;
  /** What each revision of the scope changed. */
  readonly scopeHistory: readonly {
    readonly revision: number;
    readonly at: number;
    readonly changed: readonly ScopeChange[];
  }[];
  /** The last answer to each question. */
  readonly answers: readonly (Answer & { readonly at: number })[];
  readonly actions: readonly FollowedAction[];
  readonly ledger: readonly LedgerRow[];
  readonly lastEntry: number;
  readonly updated: number;
}
