import { randomUUID } from "node:crypto";
import { type Case, caseOf, type Finding, type Playbook } from "@nightlatch/core";
import { findingById } from "../store/state/index.ts";
import type { StateStore } from "../store/state/index.ts";
import { CaseJournal } from "./contain/case-journal.ts";
import { type Containment, containmentOf, type Followed, standingOf } from "./contain/containment.ts";
import { contain } from "./contain/contain.ts";
import type { Credential } from "./contain/credential.ts";
import type { ActionNews } from "./contain/run-action.ts";
import type { TellOthers } from "./contain/tell-others.ts";
import { undo, undoable } from "./contain/undo.ts";
import { makePlan } from "./plan/make-plan.ts";
import type { PlanBody, Previewed, RespondAction } from "./plan/planned.ts";
import { previewPlan } from "./plan/preview-plan.ts";
import { playbooksFor } from "./playbook/load-playbooks.ts";
import type { Proof } from "./action.ts";
import type { Guard } from "./protect/guard.ts";
import { readTraces } from "./reach/read-traces.ts";
import { joined, trailOf, trailOfScope } from "./reach/traces.ts";
import { RespondError } from "./respond-error.ts";
import { type SurroundingParts, surroundingsOf } from "./surroundings.ts";

/** What responding in one tenant needs. */
export interface ResponderParts extends SurroundingParts {
  readonly state: StateStore;
  readonly guard: Guard;
  /** Absent where nothing may act; plans can be made all the same. */
  readonly credential: Credential | undefined;
  readonly playbooks: readonly Playbook[];
  /** Tells others of what was proven (Shared Signals). */
  readonly tellOthers?: TellOthers | undefined;
  /** Milliseconds of trying to read back. */
  readonly patience?: number;
}

/** Rounds of planning and acting; an intruder who is faster than that is not stopped by more of the same. */
const ROUNDS = 5;
const DAY = 86_400_000;

/** Responds in one tenant: from a case to a plan, to its previews, to its containment. */
export class Responder {
  readonly #parts: ResponderParts;

  constructor(parts: ResponderParts) {
    this.#parts = parts;
  }

  /**
   * Plans what playbooks say about everything that the case knows now, and writes what is new into the case. Playbooks
   * are those that answer the case's findings, or the ones named. Answers the new actions.
   * Throws RespondError NL-RESPOND-NO-CASE, NL-RESPOND-NO-PLAYBOOK.
   */
  async plan(caseId: string, who: string, named: readonly string[] = []): Promise<readonly RespondAction[]> {
    const { state, events, tenant, now } = this.#parts;
    const journal = new CaseJournal(state, caseId, now);
    const entries = await journal.entries();
    const one = caseOf(caseId, entries);
    if (one === undefined) throw new RespondError("NL-RESPOND-NO-CASE", `There is no case "${caseId}"`);
    if (one.status !== "open")
      throw new RespondError(
        "NL-RESPOND-NO-CASE",
        `The case ${caseId} is ${one.status}${one.mergedInto === "" ? "" : ` into ${one.mergedInto}`}; nothing is planned in it`,
      );
    const findings = await this.#findings(one);
    const earlier = entries.findLast(({ kind }) => kind === "case.plan")?.body as PlanBody | undefined;
    const chosen = named.length > 0 ? named : earlier?.chosen === true ? earlier.playbook.split(" ") : [];
    const playbooks = this.#playbooks(findings, chosen);
    const found = trailOf(findings);
    const trail = one.scope === undefined ? found : joined(found, trailOfScope(one.scope.scope));
    const { reached, people } = await readTraces(events, { tenant, trail, until: now() + DAY });
    // What was done in a case that turned out to be this one is done.
    const absorbed = await Promise.all(one.absorbed.map((other) => this.containment(other.case)));
    const proven = absorbed.flatMap(({ actions: others }) => others.filter((other) => standingOf(other) === "proven"));
    const known = [...containmentOf(entries).actions, ...proven];
    const around = { ...surroundingsOf(this.#parts), people };
    const actions = await makePlan({ caseId, playbooks, reached, around, known });
    if (actions.length > 0) {
      const playbook = playbooks.map(({ id }) => id).join(" ");
      const body: PlanBody = { id: `plan-${randomUUID()}`, playbook, chosen: chosen.length > 0, actions, people };
      await journal.write(who, { kind: "case.plan", body });
    }
    return actions;
  }

  /** What each action of the case would do now. Changes nothing. */
  async preview(caseId: string): Promise<readonly Previewed[]> {
    const { actions, people } = await this.containment(caseId);
    const around = { ...surroundingsOf(this.#parts), people };
    const planned = actions.map((one) => one.planned);
    return previewPlan(planned, { around, guard: this.#parts.guard });
  }

  async containment(caseId: string): Promise<Containment> {
    const { state, now } = this.#parts;
    return containmentOf(await new CaseJournal(state, caseId, now).entries());
  }

  /**
   * Contains the case: runs what may run, looks again what the intruder did meanwhile, and goes on until nothing new
   * comes. Throws RespondError NL-RESPOND-BUSY, NL-RESPOND-NO-CREDENTIAL.
   */
  async contain(caseId: string, who: string, tell: (news: ActionNews) => void = () => undefined): Promise<Containment> {
    await contain({ ...this.#containParts(caseId, who), tell });
    for (let round = 1; round < ROUNDS; round++) {
      const planned = (await this.plan(caseId, who)).filter(({ approvals }) => approvals === 0).map(({ id }) => id);
      if (planned.length === 0) break;
      // What was refused a moment ago is not asked again at once.
      await contain({ ...this.#containParts(caseId, who), only: new Set(planned), tell });
    }
    return this.containment(caseId);
  }

  /** Takes one action back. Throws what `undo` throws. */
  undo(caseId: string, action: string, who: string): Promise<Proof> {
    return undo(action, this.#containParts(caseId, who));
  }

  /** The action, when it can be taken back. Throws RespondError NL-RESPOND-NO-ACTION, -NO-UNDO, -STATE. */
  undoable(caseId: string, action: string): Promise<Followed> {
    const { state, now } = this.#parts;
    return undoable(new CaseJournal(state, caseId, now), action);
  }

  #containParts(caseId: string, who: string): Parameters<typeof contain>[0] {
    const { state, guard, credential, patience, tellOthers } = this.#parts;
    if (credential === undefined)
      throw new RespondError(
        "NL-RESPOND-NO-CREDENTIAL",
        'The tenant\'s source has no "act" credential in the configuration, so nothing can be changed',
      );
    const around = surroundingsOf(this.#parts);
    return {
      state,
      caseId,
      around,
      guard,
      credential,
      who,
      tellOthers,
      ...(patience === undefined ? {} : { patience }),
    };
  }

  async #findings({ findings }: Case): Promise<readonly Finding[]> {
    const kept = await Promise.all(findings.map(({ finding }) => findingById(this.#parts.state.db, finding.id)));
    return kept.flatMap((one) => (one === undefined ? [] : [one.finding]));
  }

  #playbooks(findings: readonly Finding[], named: readonly string[]): readonly Playbook[] {
    const { playbooks } = this.#parts;
    if (named.length === 0) return playbooksFor(playbooks, [...new Set(findings.map(({ rule }) => rule.id))]);
    return named.map((id) => {
      const found = playbooks.find((playbook) => playbook.id === id);
      if (found !== undefined) return found;
      const there = playbooks.map((playbook) => playbook.id).join(", ");
      throw new RespondError("NL-RESPOND-NO-PLAYBOOK", `There is no playbook "${id}", only ${there}`);
    });
  }
}
