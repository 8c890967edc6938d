import { createHash } from "node:crypto";
import type { Playbook, PlaybookStep } from "@nightlatch/core";
import { OktaError } from "../../connect/okta/index.ts";
import { type Action, PEOPLE, type Target } from "../action.ts";
import { actionById } from "../action-book.ts";
import type { Around } from "../around.ts";
import type { Followed } from "../contain/containment.ts";
import type { Reached } from "../reach/deeds.ts";
import { resolve } from "../reach/resolve.ts";
import { targetKey } from "../reach/traces.ts";
import type { RespondAction } from "./planned.ts";

/** What a plan is made from. */
export interface PlanParts {
  readonly caseId: string;
  readonly playbooks: readonly Playbook[];
  readonly reached: readonly Reached[];
  readonly around: Around;
  /** What the case has planned or had done already; it is not planned again. */
  readonly known: readonly Followed[];
}

/**
 * From playbooks to concrete actions: each step on each thing that its query finds, in order, each once. What a step
 * would do to the same thing as an earlier one is the earlier one's.
 */
export async function makePlan(parts: PlanParts): Promise<readonly RespondAction[]> {
  const { caseId, playbooks, around, known } = parts;
  const planned = new Map<string, RespondAction>();
  for (const playbook of playbooks)
    for (const step of playbook.steps) {
      const action = actionById(step.action);
      if (action === undefined) continue;
      for (const { target, why, uids } of await targetsOf(step, parts, around)) {
        const id = actionId(caseId, action.id, target);
        if (planned.has(id) || known.some((one) => covers(one, action, target))) continue;
        planned.set(id, {
          id,
          action: action.id,
          target: `${target.kind}:${target.id}`,
          name: target.name,
          why,
          contains: step.contains,
          approvals: approvalsOf(step, action),
          step: `${playbook.id}/${step.id}`,
          aim: target,
          uids,
        });
      }
    }
  return [...planned.values()];
}

/** The same action on the same thing of the same case has the same id, for ever: it is what keeps it from running twice. */
function actionId(caseId: string, action: string, target: Target): string {
  const hash = createHash("sha256").update(JSON.stringify([caseId, deedKey(action, target)]));
  return `act-${hash.digest("hex").slice(0, 16)}`;
}

/** What tells one deed from another within a case. */
function deedKey(action: string, target: Target): string {
  const sessions = actionById(action)?.endsSessions === true ? (target.sessions ?? []).toSorted() : [];
  return [action, targetKey(target), ...sessions].join("\n");
}

/**
 * Whether an action of the case is the same deed. Ending sessions that was done covers those that were known then: a
 * session that the intruder took later lives, and is ended by a deed of its own.
 */
function covers(one: Followed, action: Action, target: Target): boolean {
  const { aim } = one.planned;
  if (one.planned.action !== action.id || targetKey(aim) !== targetKey(target)) return false;
  if (action.endsSessions !== true || one.begun === undefined) return true;
  return (target.sessions ?? []).every((session) => aim.sessions?.includes(session));
}

function approvalsOf({ approval }: PlaybookStep, action: Action): number {
  return Math.max(PEOPLE[approval], PEOPLE[action.approval]);
}

interface Aimed {
  readonly target: Target;
  readonly why: string;
  readonly uids: readonly string[];
}

async function targetsOf(step: PlaybookStep, { reached }: PlanParts, around: Around): Promise<readonly Aimed[]> {
  const { targets: query, title, note, action } = step;
  if (query === undefined)
    return [{ target: { kind: "task", id: step.id, name: title, body: { note } }, why: note || title, uids: [] }];
  const found = reached.filter(({ target, how }) => target.kind === query.kind && query.how.includes(how));
  const aimed: Aimed[] = [];
  for (const one of found) {
    const { uids } = one;
    const why = whyOf(one);
    if (action === "hand-over") {
      const id = `${step.id}:${one.target.id}`;
      aimed.push({ target: { kind: "task", id, name: `${title}: ${one.target.name}`, body: { note } }, why, uids });
      continue;
    }
    const targets = await resolve(one, around.state).catch((error: unknown) => unresolved(one, error));
    for (const target of targets) aimed.push({ target, why, uids });
  }
  return aimed;
}

/** What cannot be looked up now stays in the plan by its name, and running it says why it could not be done. */
function unresolved({ target }: Reached, error: unknown): readonly Target[] {
  if (error instanceof OktaError) return [target];
  throw error;
}

const WORDS: Readonly<Record<Reached["how"], string>> = {
  victim: "was used by the intruder",
  seen: "is where the intruder came from",
  created: "was made by the intruder",
  changed: "was changed by the intruder",
  activated: "was switched on by the intruder",
  granted: "was granted by the intruder",
  added: "was added by the intruder",
  used: "was used by the intruder",
};

function whyOf({ target, how, at }: Reached): string {
  return `${target.name} ${WORDS[how]}, ${new Date(at).toISOString()}`;
}
