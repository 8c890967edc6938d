import { type Case, type Finding, type FindingInCase, findingInCase, firstUidOf, joiningOf } from "@nightlatch/core";
import type { Transaction } from "kysely";
import {
  changedFindings,
  cursorOf,
  type Database,
  type KeptFinding,
  listFindings,
  moveCursor,
} from "../store/state/index.ts";
import { caseById, caseIds, nextCaseId, writeDeed } from "./case-entries.ts";
import type { CaseParts } from "./case-book.ts";
import { storedEvents } from "./stored-events.ts";

/** A finding that opened or joined a case. */
export interface Joined {
  readonly case: string;
  readonly finding: string;
  readonly opened: boolean;
  readonly merged: readonly string[];
}

/** How far the changes of findings were looked at. */
const PLACE = { tenant: "", source: "cases" } as const;
const WHO = "nightlatch";
const PAGE = 100;
const QUARTER = 90 * 86_400_000;

/**
 * Takes every finding at high or above that changed since the last call into a case. What was looked at is remembered
 * in the transaction that writes it: after a crash nothing is left out and nothing is done twice.
 */
export async function joinFindings(parts: CaseParts): Promise<readonly Joined[]> {
  const { db } = parts.state;
  const joined: Joined[] = [];
  for (;;) {
    const after = Number((await cursorOf(db, PLACE))?.cursor ?? 0);
    const changed = await changedFindings(db, { atLeast: "high" }, { after, limit: PAGE });
    for (const kept of changed) {
      const one = await join(kept, parts);
      if (one !== undefined) joined.push(one);
    }
    if (changed.length < PAGE) return joined;
  }
}

async function join(kept: KeptFinding, parts: CaseParts): Promise<Joined | undefined> {
  const { finding, change } = kept;
  const { db } = parts.state;
  const now = await asInCase(kept, parts);
  const peopleAt = await othersAt(finding, parts);
  return db.transaction().execute(async (transaction) => {
    await moveCursor(transaction, PLACE, { cursor: String(change), updated: parts.now() });
    const cases = await openCases(transaction, finding.tenant);
    const before = cases
      .flatMap(({ id, findings }) => findings.map((one) => ({ id, ...one })))
      .find((one) => one.finding.id === finding.id);
    if (before !== undefined && !saysMore(before.finding, now)) return undefined;
    const joining = joiningOf(now, cases, peopleAt);
    const by = { at: parts.now(), who: WHO };
    const { notBy } = joining;
    if (joining.kind === "open" && before === undefined) {
      const id = await nextCaseId(transaction);
      const seeds = [{ kind: "finding" as const, value: finding.id }];
      await writeDeed(
        transaction,
        id,
        { kind: "case.opened", body: { tenant: finding.tenant, title: titleOf(finding), seeds } },
        by,
      );
      const why = [{ by: "seed" as const, value: finding.id, with: "the case was opened by it" }];
      await writeDeed(transaction, id, { kind: "case.finding-joined", body: { finding: now, why, notBy } }, by);
      return { case: id, finding: finding.id, opened: true, merged: [] };
    }
    // A finding that grew stays where it is, unless what it grew by leads to an older case.
    const into = oldest(before?.id, joining.kind === "join" ? joining.into : undefined, cases);
    const why = joining.kind === "join" && joining.into === into ? joining.why : (before?.why ?? []);
    await writeDeed(transaction, into, { kind: "case.finding-joined", body: { finding: now, why, notBy } }, by);
    const others = joining.kind === "join" ? [{ case: joining.into, why: joining.why }, ...joining.merges] : [];
    const merges = [
      ...new Map(
        [...(before === undefined ? [] : [{ case: before.id, why: before.why }]), ...others].map((one) => [
          one.case,
          one,
        ]),
      ).values(),
    ].filter((one) => one.case !== into);
    for (const merge of merges) {
      await writeDeed(transaction, merge.case, { kind: "case.merged", body: { into, why: merge.why } }, by);
      await writeDeed(transaction, into, { kind: "case.absorbed", body: merge }, by);
      for (const one of cases.find(({ id }) => id === merge.case)?.findings ?? [])
        if (one.finding.id !== finding.id)
          await writeDeed(
            transaction,
            into,
            { kind: "case.finding-joined", body: { finding: one.finding, why: one.why, notBy: one.notBy } },
            by,
          );
    }
    return { case: into, finding: finding.id, opened: false, merged: merges.map((one) => one.case) };
  });
}

async function openCases(db: Transaction<Database>, tenant: string): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const id of await caseIds(db)) {
    const one = await caseById(db, id);
    if (one?.status === "open" && one.tenant === tenant) cases.push(one);
  }
  return cases;
}

async function asInCase(kept: KeptFinding, { events }: CaseParts): Promise<FindingInCase> {
  const { finding, revision, created } = kept;
  const uid = firstUidOf(finding);
  const [event] = uid === "" ? [] : await events.byUid(finding.tenant, [uid]);
  return findingInCase(finding, { revision, known: created, received: event?.received ?? 0 });
}

/** How many people besides those whom findings show robbed there were at each address of a finding. */
async function othersAt(finding: Finding, { events, state }: CaseParts): Promise<ReadonlyMap<string, number>> {
  const port = storedEvents(events, { tenant: finding.tenant });
  const [since, until] = [Date.parse(finding.first) - QUARTER, Date.parse(finding.last) + 1];
  const told = await listFindings(state.db, { tenant: finding.tenant, atLeast: "low", since }, { limit: 1000 });
  const counts = new Map<string, number>();
  for (const ip of finding.entities.ip) {
    const robbed = new Set(
      told
        .filter((one) => one.finding.entities.ip.includes(ip))
        .flatMap((one) => one.finding.entities.user.map(({ id }) => id)),
    );
    const people = await port.people({ kind: "address", value: ip, since, until });
    counts.set(ip, people.filter((id) => !robbed.has(id)).length);
  }
  return counts;
}

/** Whether a finding says something that its case does not know yet; one more event of the same is no news. */
function saysMore(before: FindingInCase, now: FindingInCase): boolean {
  const told = ({ severity, first, rule, users, sessions, tokens, addresses }: FindingInCase): string =>
    JSON.stringify([
      severity,
      first,
      rule,
      users.map(({ id }) => id).sort(),
      ...[sessions, tokens, addresses].map((list) => list.toSorted()),
    ]);
  return told(before) !== told(now);
}

function oldest(before: string | undefined, joining: string | undefined, cases: readonly Case[]): string {
  return cases.find(({ id }) => id === before || id === joining)?.id ?? before ?? joining ?? "";
}

function titleOf({ rule, entities }: Finding): string {
  const who = entities.user.map(({ id, name }) => name || id).join(", ");
  return who === "" ? rule.title : `${rule.title}: ${who}`;
}
