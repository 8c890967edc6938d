import {
  type Answer,
  type Case,
  differenceOf,
  ledgerOf,
  type LedgerRow,
  QUESTIONS,
  type RolesPort,
  type Scope,
  type ScopeChange,
  scopeOf,
  type Seed,
  type StatePort,
} from "@nightlatch/core";
import { coverageOf, listFindings } from "../store/state/index.ts";
import type { CaseBook, CaseParts } from "./case-book.ts";
import { storedEvents } from "./stored-events.ts";

/** What a look at the events is made with. The ports to the tenant are absent when nobody reads it. */
export interface LookParts extends CaseParts {
  readonly book: CaseBook;
  readonly roles?: RolesPort;
  readonly current?: StatePort;
  /** Milliseconds: the end of the time that questions ask about; now unless told otherwise. */
  readonly askedUntil?: number;
}

/** A scope as it was found, and what it says that the last one did not. */
export interface Looked {
  readonly scope: Scope;
  readonly revision: number;
  readonly changed: readonly ScopeChange[];
  /** Whether it was written into the case: a scope that says the same is not. */
  readonly isNew: boolean;
}

const SOURCE = "okta.system_log";
const DAY = 86_400_000;
const BEFORE = 30 * DAY;
const FINDINGS = 5_000;

/** Everything that seeds lead to, without a case. `since` and `until` are milliseconds. */
export async function lookFrom(
  seeds: readonly Seed[],
  { tenant, since, until }: { readonly tenant: string; readonly since: number; readonly until: number },
  parts: Pick<LookParts, "state" | "events" | "roles">,
): Promise<Scope> {
  const { state, events, roles } = parts;
  const kept = await listFindings(state.db, { tenant, atLeast: "low", since }, { limit: FINDINGS });
  const findings = kept.map(({ finding }) => finding);
  return scopeOf(
    { tenant, seeds, since, until },
    { events: storedEvents(events, { tenant }), findings, ...(roles === undefined ? {} : { roles }) },
  );
}

/** Asks a case's scope again, and writes it into the case when it says something new. */
export async function lookAtScope(id: string, who: string, parts: LookParts): Promise<Looked> {
  const { book, now } = parts;
  const one = await book.get(id);
  // Where no finding says when it began, it may be long ago, in logs that were imported: then all that is kept counts.
  const first = Math.min(...one.findings.map(({ finding }) => finding.first), one.findings.length > 0 ? now() : BEFORE);
  // A tenant's clock may run before ours; what its log already shows is looked at all the same.
  const last = Math.max(now(), ...one.findings.map(({ finding }) => finding.last));
  const scope = await lookFrom(seedsOf(one), { tenant: one.tenant, since: first - BEFORE, until: last + 1 }, parts);
  const before = one.scope?.scope;
  const changed = differenceOf(before, scope);
  const revision = one.scope?.revision ?? 0;
  if (before !== undefined && changed.length === 0) return { scope, revision, changed, isNew: false };
  await book.write(id, [{ kind: "case.scope", body: { revision: revision + 1, scope, changed } }], who);
  return { scope, revision: revision + 1, changed, isNew: true };
}

/** Asks every question of a case, over its scope as it stands now, and writes the answers that changed. */
export async function askQuestions(id: string, who: string, parts: LookParts): Promise<readonly Answer[]> {
  const { book, state, events, now, current, askedUntil = now() } = parts;
  const { scope } = await lookAtScope(id, who, parts);
  const one = await book.get(id);
  const coverage = await coverageOf(state.db, { tenant: one.tenant, source: SOURCE });
  const port = storedEvents(events, { tenant: one.tenant });
  const answers: Answer[] = [];
  for (const question of QUESTIONS)
    answers.push(
      await question.ask({
        scope,
        events: port,
        coverage,
        now: askedUntil,
        ...(current === undefined ? {} : { state: current }),
      }),
    );
  const said = new Map(one.answers.map((answer) => [answer.question, substance(answer)]));
  const news = answers.filter((answer) => said.get(answer.question) !== substance(answer));
  if (news.length > 0)
    await book.write(
      id,
      news.map((body) => ({ kind: "case.answer" as const, body })),
      who,
    );
  return answers;
}

/** Works the ledger of a case out anew, and writes the rows that changed. */
export async function lookAtLedger(id: string, who: string, parts: LookParts): Promise<readonly LedgerRow[]> {
  const { book, events, now } = parts;
  const { scope } = await lookAtScope(id, who, parts);
  const one = await book.get(id);
  const before = one.ledger;
  const rows = await ledgerOf({ scope, events: storedEvents(events, { tenant: one.tenant }), before, now: now() });
  const known = new Map(before.map((row) => [row.credential, JSON.stringify(row)]));
  const changed = rows.filter((row) => known.get(row.credential) !== JSON.stringify(row));
  if (changed.length > 0) await book.write(id, [{ kind: "case.ledger", body: { rows: changed } }], who);
  return rows;
}

/** What a case's scope starts from: the seeds it was opened with, and every finding in it. */
function seedsOf({ seeds, findings }: Case): readonly Seed[] {
  const found = findings.map(({ finding }) => ({ kind: "finding" as const, value: finding.id }));
  return [
    ...found,
    ...seeds.filter(({ kind, value }) => !found.some((one) => one.kind === kind && one.value === value)),
  ];
}

/** What makes an answer another one: a later moment of asking does not. */
function substance({ answer, items, events, coverage, checklist }: Answer): string {
  return JSON.stringify([answer, items, events, coverage.gaps, checklist]);
}
