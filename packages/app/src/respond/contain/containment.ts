import type { CaseBodies, CaseEntry } from "@nightlatch/core";
import type { People } from "../around.ts";
import type { Artefact, Proof } from "../action.ts";
import type { PlanBody, RespondAction } from "../plan/planned.ts";

/** Bodies of our entries: those of a case, with what running and undoing need besides. */
export interface BeforeBody {
  readonly action: string;
  readonly attempt: number;
  readonly request: string;
  /** The same for every attempt: what is written once is done once. */
  readonly key: string;
  readonly before: Readonly<Record<string, unknown>>;
  /** The tenant's clock when it began, milliseconds UTC. */
  readonly since: number;
  readonly undo?: true;
}

export type AfterBody = CaseBodies["action.after"] & { readonly undo?: true };
export type ReadbackBody = CaseBodies["action.readback"] & Proof & { readonly undo?: true };
export type WatchBody = CaseBodies["action.watch"] & {
  readonly artefacts: readonly Artefact[];
  /** Uses after this moment are uses too many; by the tenant's clock. */
  readonly since: number;
};

/** How far an action came. */
export type Standing =
  /** Somebody has to agree first. */
  | "waiting"
  | "planned"
  /** Begun, and nobody knows yet how it ended. */
  | "open"
  /** Something stands against it. */
  | "held"
  | "refused"
  | "failed"
  /** Done, and reading back does not say so (yet). */
  | "unproven"
  | "proven"
  /** It was proven, and then what it ended was used again. */
  | "broken"
  | "undone"
  /** A person's task. */
  | "task";

/** A planned action and everything that is known of it. */
export interface Followed {
  readonly planned: RespondAction;
  readonly approvedBy: readonly string[];
  readonly attempts: number;
  readonly open: boolean;
  readonly begun: BeforeBody | undefined;
  readonly last: AfterBody | undefined;
  readonly proof: Proof | undefined;
  readonly watch: WatchBody | undefined;
  /** Something it ended was seen in use again, and nothing was done about it since. */
  readonly broken: boolean;
  readonly undone: boolean;
  /** Somebody began to take it back, and nobody knows yet how that ended. */
  readonly undoing: boolean;
}

/** The containment of a case. */
export interface Containment {
  readonly actions: readonly Followed[];
  readonly people: People;
}

/** What the entries of a case say of its containment, in their order. */
export function containmentOf(entries: readonly CaseEntry[]): Containment {
  const actions = new Map<string, Followed>();
  let people: People = { victims: [], suspects: [] };
  const follow = (id: string, change: (one: Followed) => Partial<Followed>): void => {
    const one = actions.get(id);
    if (one !== undefined) actions.set(id, { ...one, ...change(one) });
  };
  for (const { kind, body } of entries) {
    switch (kind) {
      case "case.plan": {
        const plan = body as PlanBody;
        people = plan.people;
        for (const planned of plan.actions) if (!actions.has(planned.id)) actions.set(planned.id, begin(planned));
        break;
      }
      case "case.approval": {
        const { action, who } = body as CaseBodies["case.approval"];
        follow(action, ({ approvedBy }) => ({ approvedBy: [...new Set([...approvedBy, personOf(who)])] }));
        break;
      }
      case "action.before": {
        const before = body as BeforeBody;
        const isUndo = before.undo === true;
        follow(before.action, ({ attempts, begun, open, undoing }) => ({
          attempts: Math.max(attempts, before.attempt),
          open: open || !isUndo,
          undoing: undoing || isUndo,
          // What was before is what the first attempt saw, not what it left behind.
          begun: isUndo ? begun : { ...before, before: begun?.before ?? before.before },
        }));
        break;
      }
      case "action.after": {
        const after = body as AfterBody;
        if (after.undo === true) {
          // Whoever could not be given back stays as they are.
          const ended = after.outcome === "unknown" ? {} : { undoing: false };
          follow(after.action, () => ({
            ...ended,
            ...(after.outcome === "undone" ? { undone: true, last: after } : {}),
          }));
          break;
        }
        follow(after.action, () => ({
          open: false,
          last: after,
          ...(after.outcome === "done" ? { broken: false, undone: false, proof: undefined } : {}),
        }));
        break;
      }
      case "action.readback": {
        const { action, answer, read, events, since, undo } = body as ReadbackBody;
        if (undo === true) break;
        follow(action, () => ({ proof: { answer, read, events, ...(since === undefined ? {} : { since }) } }));
        break;
      }
      case "action.watch": {
        const watch = body as WatchBody;
        follow(watch.action, ({ watch: before }) => ({
          watch,
          broken: watch.uses.some((uid) => before === undefined || !before.uses.includes(uid)),
        }));
        break;
      }
    }
  }
  return { actions: [...actions.values()], people };
}

/** In one word. */
export function standingOf(one: Followed): Standing {
  const { planned, approvedBy, open, last, proof, broken, undone, undoing } = one;
  if (planned.action === "hand-over") return "task";
  if (undone || undoing) return "undone";
  if (open) return "open";
  if (broken) return "broken";
  if (last !== undefined && last.outcome === "done") return proof?.answer === "yes" ? "proven" : "unproven";
  if (approvedBy.length < planned.approvals) return "waiting";
  if (last === undefined) return "planned";
  if (last.outcome === "refused") return last.code.startsWith("NL-RESPOND-") ? "held" : "refused";
  return last.outcome === "unknown" ? "unproven" : "failed";
}

/** A person's name as it is compared: two spellings are not two people. */
export function personOf(who: string): string {
  return who.trim().toLowerCase();
}

function begin(planned: RespondAction): Followed {
  return {
    planned,
    approvedBy: [],
    attempts: 0,
    open: false,
    begun: undefined,
    last: undefined,
    proof: undefined,
    watch: undefined,
    broken: false,
    undone: false,
    undoing: false,
  };
}
