import type { Severity } from "../finding/finding.ts";
import type { LedgerRow } from "../ledger/row.ts";
import type { Answer } from "../questions/answer.ts";
import type { ScopeChange } from "../scope/difference.ts";
import type { Scope } from "../scope/scope.ts";
import type { Seed } from "../scope/seed.ts";

/** An entry of the journal about a case, in its place. */
export interface CaseEntry {
  readonly seq: number;
  /** When we knew, milliseconds UTC. */
  readonly at: number;
  readonly who: string;
  readonly kind: string;
  readonly body: unknown;
}

/** What a fact rests on: events, a file with its hash, or a person. */
export type FactSource =
  | { readonly events: readonly string[] }
  | { readonly file: string; readonly sha256: string }
  | { readonly person: string };

/** A finding as it was when it joined: enough to tell of it without the store. Times are milliseconds UTC. */
export interface FindingInCase {
  readonly id: string;
  readonly revision: number;
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: number;
  readonly summary: string;
  /** First and last malicious act that it tells of. */
  readonly first: number;
  readonly last: number;
  /** The event of the first act, and when it reached us; 0 when that is not known. */
  readonly firstUid: string;
  readonly received: number;
  /** When it was first known. */
  readonly known: number;
  readonly users: readonly { readonly id: string; readonly name: string }[];
  readonly sessions: readonly string[];
  readonly tokens: readonly string[];
  readonly addresses: readonly string[];
}

/** What is shared, and with which finding or seed of the case. */
export interface JoinReason {
  readonly by: "session" | "user" | "token" | "address" | "seed" | "person";
  readonly value: string;
  readonly with: string;
}

/** One planned action. What it does is its own affair (`respond`); a case follows how far it came. */
export interface PlannedAction {
  /** Unique in the case. */
  readonly id: string;
  /** Name of the action, such as `end-sessions`. */
  readonly action: string;
  /** `kind:id` of what it is done to. */
  readonly target: string;
  readonly name: string;
  readonly why: string;
  /** The case counts as contained when every action that says so holds. */
  readonly contains: boolean;
  /** How many people have to agree. */
  readonly approvals: number;
}

/** Bodies of the entries of a case, by their kind. */
export interface CaseBodies {
  "case.opened": { readonly tenant: string; readonly title: string; readonly seeds: readonly Seed[] };
  "case.finding-joined": {
    readonly finding: FindingInCase;
    readonly why: readonly JoinReason[];
    /** Places that were shared too, but by many people: no reason to join. */
    readonly notBy: readonly { readonly value: string; readonly people: number }[];
  };
  /** Another case turned out to be this one. */
  "case.absorbed": { readonly case: string; readonly why: readonly JoinReason[] };
  /** This case goes on in another. */
  "case.merged": { readonly into: string; readonly why: readonly JoinReason[] };
  /** `happened` is null when nobody knows it. */
  "case.fact": { readonly happened: number | null; readonly text: string; readonly source: FactSource };
  "case.note": { readonly text: string };
  "case.task": { readonly id: string; readonly text: string; readonly owner: string };
  "case.task-done": { readonly id: string; readonly text: string };
  "case.role": { readonly who: string; readonly role: string };
  "case.pin": { readonly uid: string; readonly happened: number | null; readonly why: string };
  /** `told`: we told the supplier. `answered`: the supplier told us. `at` is when it was said. */
  "case.supplier": {
    readonly vendor: string;
    readonly direction: "told" | "answered";
    readonly at: number;
    readonly text: string;
  };
  "case.scope": { readonly revision: number; readonly scope: Scope; readonly changed: readonly ScopeChange[] };
  "case.answer": Answer;
  "case.plan": { readonly id: string; readonly playbook: string; readonly actions: readonly PlannedAction[] };
  "case.approval": { readonly action: string; readonly who: string; readonly text: string };
  "action.before": { readonly action: string; readonly attempt: number; readonly request: string };
  "action.after": {
    readonly action: string;
    readonly attempt: number;
    /** `unknown`: the answer was lost; reading back decides. */
    readonly outcome: "done" | "refused" | "failed" | "unknown" | "undone";
    readonly code: string;
    readonly text: string;
  };
  "action.readback": { readonly action: string; readonly holds: boolean; readonly state: string };
  "action.watch": {
    readonly action: string;
    /** No use of the artefact may be seen until then. */
    readonly until: number;
    readonly uses: readonly string[];
  };
  /** The rows as they stand after a look, or one row after a person's word. */
  "case.ledger": { readonly rows: readonly LedgerRow[] };
  "case.closed": { readonly why: string; readonly open: readonly string[] };
  "case.reopened": { readonly why: string };
}

export type CaseKind = keyof CaseBodies;

/** Something to write into a case. */
export type CaseDeed = { readonly [K in CaseKind]: { readonly kind: K; readonly body: CaseBodies[K] } }[CaseKind];
