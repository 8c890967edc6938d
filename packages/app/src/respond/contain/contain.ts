import type { StateStore } from "../../store/state/index.ts";
import type { Around, People } from "../around.ts";
import { actionById } from "../action-book.ts";
import type { Guard } from "../protect/guard.ts";
import { RespondError } from "../respond-error.ts";
import { CaseJournal } from "./case-journal.ts";
import { type Containment, containmentOf, type Followed, standingOf } from "./containment.ts";
import type { Credential } from "./credential.ts";
import { takeLease } from "./lease.ts";
import { type ActionNews, runAction } from "./run-action.ts";
import type { TellOthers } from "./tell-others.ts";
import { unlocked } from "./unlock.ts";

/** What a containment runs with. */
export interface ContainParts {
  readonly state: StateStore;
  readonly caseId: string;
  /** Everything around it but the people, who are the case's. */
  readonly around: Omit<Around, "people">;
  readonly guard: Guard;
  readonly credential: Credential;
  readonly who: string;
  /** Ids of the actions to run; all that may, when it is absent. */
  readonly only?: ReadonlySet<string>;
  /** Milliseconds of trying to read back; 15 seconds unless told otherwise. */
  readonly patience?: number;
  readonly tellOthers?: TellOthers | undefined;
  readonly tell?: (news: ActionNews) => void;
}

/** Actions that run at the same time when none of them takes power from anybody. */
const TOGETHER = 4;
const PATIENCE = 15_000;

/**
 * Runs every action of a case that may run: planned, agreed to by as many people as it needs, and not proven yet. One
 * responder at a time does it (`NL-RESPOND-BUSY`); what another one did meanwhile is seen and not done twice. One
 * action's failure keeps no other from running. Answers how the containment stands then.
 */
export async function contain(parts: ContainParts): Promise<Containment> {
  const { state, caseId, around, who, credential, only } = parts;
  const journal = new CaseJournal(state, caseId, around.now);
  const taken = await takeLease(state.db, `contain:${caseId}`, Date.now);
  if ("heldBy" in taken)
    throw new RespondError("NL-RESPOND-BUSY", `The case is being contained already (by ${taken.heldBy})`);
  const { lease } = taken;
  try {
    // Read under the lease: what is in the journal now is all that was ever done.
    const found = containmentOf(await journal.entries());
    const todo = found.actions.filter((one) => mayRun(one) && only?.has(one.planned.id) !== false);
    await handOver(journal, found.actions, who);
    if (todo.length > 0)
      await unlocked(journal, { who, client: credential.clientId, now: around.now }, async () => {
        for (const group of groupsOf(todo)) {
          if (!(await lease.renew()))
            throw new RespondError("NL-RESPOND-BUSY", "Somebody else took the case over while it was being contained");
          await runGroup(group, found.people, { parts, journal });
        }
      });
    return containmentOf(await journal.entries());
  } finally {
    await lease.release();
  }
}

/** Whether there is something to do about an action: also about one that was refused, because rights can be mended. */
function mayRun(one: Followed): boolean {
  const standing = standingOf(one);
  const agreed = one.approvedBy.length >= one.planned.approvals;
  switch (standing) {
    case "planned":
    case "open":
    case "held":
    case "refused":
    case "failed":
    case "broken":
    case "unproven":
      return agreed;
    case "waiting":
    case "proven":
    case "undone":
    case "task":
      return false;
  }
}

async function runGroup(
  group: readonly Followed[],
  people: People,
  { parts, journal }: { readonly parts: ContainParts; readonly journal: CaseJournal },
): Promise<void> {
  const { around, guard, credential, who, patience = PATIENCE, tellOthers, tell = () => undefined } = parts;
  const run = { journal, around: { ...around, people }, guard, credential, who, patience, tellOthers, tell };
  await Promise.all(group.map((one) => runAction(one, run)));
}

/** In the order of the plan: neighbours of the same step together, those that take power from somebody one by one. */
function groupsOf(actions: readonly Followed[]): readonly (readonly Followed[])[] {
  const groups: Followed[][] = [];
  for (const one of actions) {
    const last = groups.at(-1);
    const [before] = last ?? [];
    const alone = actionById(one.planned.action)?.disarms !== undefined || one.planned.aim.kind === "address";
    const joins = !alone && last !== undefined && last.length < TOGETHER && before?.planned.step === one.planned.step;
    if (joins) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Tasks for people are written into the case once. */
async function handOver(journal: CaseJournal, actions: readonly Followed[], who: string): Promise<void> {
  const written = new Set(
    (await journal.entries())
      .filter(({ kind }) => kind === "case.task")
      .map(({ body }) => (body as { readonly id: string }).id),
  );
  const tasks = actions.filter(({ planned }) => planned.action === "hand-over" && !written.has(planned.id));
  await journal.write(
    who,
    ...tasks.map(({ planned }) => ({ kind: "case.task", body: { id: planned.id, text: planned.name, owner: "" } })),
  );
}
