import type { Case, FollowedAction, JoinedFinding, Written } from "./case.ts";
import type { CaseBodies, CaseEntry, CaseKind, PlannedAction } from "./entry.ts";

type Change = (now: Case, body: never, written: Written) => Partial<Case>;

/** What each kind of entry does to the case. */
const CHANGES: { readonly [K in CaseKind]: (now: Case, body: CaseBodies[K], written: Written) => Partial<Case> } = {
  "case.opened": (_, { tenant, title, seeds }, written) => ({ tenant, title, seeds, opened: written }),
  "case.finding-joined": (now, body, written) => ({ findings: joined(now.findings, { ...body, ...written }) }),
  "case.absorbed": (now, body, written) => ({ absorbed: [...now.absorbed, { ...body, ...written }] }),
  "case.merged": (_, { into }) => ({ status: "merged", mergedInto: into }),
  "case.fact": (now, body, written) => ({ facts: [...now.facts, { ...body, ...written }] }),
  "case.note": (now, body, written) => ({ notes: [...now.notes, { ...body, ...written }] }),
  "case.task": (now, { id, text, owner }, written) => ({
    tasks: [...now.tasks.filter((task) => task.id !== id), { id, text, owner, ...written, done: undefined }],
  }),
  "case.task-done": (now, { id, text }, written) => ({
    tasks: now.tasks.map((task) => (task.id === id ? { ...task, done: { ...written, text } } : task)),
  }),
  "case.role": (now, body) => ({ roles: [...now.roles.filter(({ role }) => role !== body.role), body] }),
  "case.pin": (now, body, written) => ({
    pins: [...now.pins.filter(({ uid }) => uid !== body.uid), { ...body, ...written }],
  }),
  "case.supplier": (now, body, { seq, at, who }) => ({
    suppliers: [...now.suppliers, { ...body, knownAt: at, who, seq }],
  }),
  "case.scope": (now, { revision, scope, changed }, written) => ({
    scope: { revision, scope, ...written },
    scopeHistory: [...now.scopeHistory, { revision, at: written.at, changed }],
  }),
  "case.answer": (now, answer, { at }) => ({
    answers: [...now.answers.filter(({ question }) => question !== answer.question), { ...answer, at }],
  }),
  "case.plan": (now, { id, actions }) => ({
    actions: [
      ...now.actions.filter((old) => !actions.some((action) => action.id === old.id)),
      ...actions.map((action) => followed(action, id)),
    ],
  }),
  "case.approval": (now, { action, who }) =>
    follow(now, action, (one) => ({ approvedBy: [...new Set([...one.approvedBy, who])] })),
  "action.before": (now, { action, attempt }, written) =>
    follow(now, action, ({ attempts, begun }) => ({
      attempts: Math.max(attempts, attempt),
      begun: begun ?? written,
      open: true,
    })),
  "action.after": (now, { action, outcome, text }, written) =>
    follow(now, action, () => ({ last: { ...written, outcome, text }, open: false })),
  "action.readback": (now, { action, holds, state }, written) =>
    follow(now, action, () => ({ readback: { ...written, holds, state } })),
  "action.watch": (now, { action, until, uses }) => follow(now, action, () => ({ watch: { until, uses } })),
  "case.ledger": (now, { rows }) => {
    const changed = new Map(rows.map((row) => [row.credential, row]));
    const kept = now.ledger.map((row) => changed.get(row.credential) ?? row);
    const known = new Set(now.ledger.map(({ credential }) => credential));
    return { ledger: [...kept, ...rows.filter(({ credential }) => !known.has(credential))] };
  },
  "case.closed": (_, body, written) => ({ status: "closed", closed: { ...body, ...written } }),
  "case.reopened": () => ({ status: "open", closed: undefined }),
};

/**
 * The case that entries of the journal amount to, in their order; `undefined` when none of them opened it. Entries of
 * other kinds are passed over, so that an older version can read what a newer one wrote.
 */
export function caseOf(id: string, entries: readonly CaseEntry[]): Case | undefined {
  const ordered = entries.toSorted((a, b) => a.seq - b.seq);
  let now = empty(id);
  let opened = false;
  for (const { seq, at, who, kind, body } of ordered) {
    if (!Object.hasOwn(CHANGES, kind)) continue;
    opened ||= kind === "case.opened";
    // The body is what was written under this kind; the chain of hashes says that it still is.
    const change = CHANGES[kind as CaseKind] as Change;
    now = { ...now, ...change(now, body as never, { seq, at, who }), lastEntry: seq, updated: at };
  }
  return opened ? now : undefined;
}

function empty(id: string): Case {
  return {
    id,
    tenant: "",
    title: "",
    seeds: [],
    opened: { seq: 0, at: 0, who: "" },
    status: "open",
    mergedInto: "",
    absorbed: [],
    closed: undefined,
    findings: [],
    facts: [],
    notes: [],
    tasks: [],
    roles: [],
    pins: [],
    suppliers: [],
    scope: undefined,
    scopeHistory: [],
    answers: [],
    actions: [],
    ledger: [],
    lastEntry: 0,
    updated: 0,
  };
}

/** A finding is there once, in its last revision; why it joined, and when, stays what it was the first time. */
function joined(findings: readonly JoinedFinding[], next: JoinedFinding): readonly JoinedFinding[] {
  const before = findings.find(({ finding }) => finding.id === next.finding.id);
  const stays =
    before === undefined
      ? next
      : before.finding.revision >= next.finding.revision
        ? before
        : { ...before, finding: next.finding };
  return [...findings.filter((one) => one !== before), stays].sort(
    (a, b) => a.finding.first - b.finding.first || (a.finding.id < b.finding.id ? -1 : 1),
  );
}

function followed(action: PlannedAction, plan: string): FollowedAction {
  return {
    ...action,
    plan,
    approvedBy: [],
    attempts: 0,
    begun: undefined,
    last: undefined,
    open: false,
    readback: undefined,
    watch: undefined,
  };
}

function follow(
  now: Case,
  id: string,
  change: (action: FollowedAction) => Partial<FollowedAction>,
): Pick<Case, "actions"> {
  return { actions: now.actions.map((one) => (one.id === id ? { ...one, ...change(one) } : one)) };
}
