import { type Case, type CaseDeed, caseOf, findingInCase } from "../case/index.ts";
import { ledgerOf } from "../ledger/index.ts";
import { QUESTIONS } from "../questions/index.ts";
import { portOver } from "../scope/corpus.fixture.ts";
import { differenceOf, scopeOf } from "../scope/index.ts";
import { deed, type Deed, ELSEWHERE, EVER, MINUTE, NOON, STOLEN, stolen } from "../scope/world.fixture.ts";

/** When the case was opened, and the last entry written (milliseconds). */
const OPENED_AT: number = NOON + 10 * MINUTE;

const theirs = (over: Partial<Deed> & Pick<Deed, "type">): ReturnType<typeof deed> =>
  deed({ at: NOON, session: STOLEN, from: ELSEWHERE, ...over });

/** A case with a little of everything, over events that say so. `extra` is written at its end. */
export async function toldCase(extra: readonly CaseDeed[] = []): Promise<Case> {
  const records = [
    theirs({ type: "user.session.access_admin_app", uid: "first" }),
    theirs({ type: "system.api_token.create", uid: "made", to: [{ id: "00Tx", type: "Token", name: "it's" }] }),
    theirs({ type: "user.lifecycle.create", uid: "user", to: [{ id: "00usvc", type: "User", name: "svc" }] }),
    theirs({
      type: "group.user_membership.add",
      uid: "group",
      to: [{ id: "00g1", type: "UserGroup", name: "Admins" }],
    }),
  ];
  const events = portOver(records);
  const found = stolen(["first"]);
  const query = { tenant: "acme", seeds: [{ kind: "finding" as const, value: found.id }], ...EVER };
  const scope = await scopeOf(query, { events, findings: [found] });
  const answers = [];
  for (const question of QUESTIONS) answers.push(await question.ask({ scope, events, coverage: [], now: OPENED_AT }));
  const rows = await ledgerOf({ scope, events, before: [], now: OPENED_AT });
  const finding = findingInCase(found, { revision: 1, known: NOON + MINUTE, received: NOON + 1000 });
  const action = {
    action: "end-sessions",
    target: "user:00ujo",
    name: "jo",
    why: "A session of theirs was stolen",
    contains: true,
    approvals: 1,
  };
  const deeds: readonly CaseDeed[] = [
    { kind: "case.opened", body: { tenant: "acme", title: "A stolen session", seeds: [] } },
    { kind: "case.finding-joined", body: { finding, why: [], notBy: [] } },
    { kind: "case.scope", body: { revision: 1, scope, changed: differenceOf(undefined, scope) } },
    ...answers.map((body): CaseDeed => ({ kind: "case.answer", body })),
    { kind: "case.ledger", body: { rows } },
    {
      kind: "case.fact",
      body: { happened: NOON - MINUTE, text: "A capture was uploaded", source: { events: ["first"] } },
    },
    { kind: "case.fact", body: { happened: null, text: "Jo told a friend", source: { person: "jo@example.com" } } },
    { kind: "case.note", body: { text: "only for us" } },
    { kind: "case.task", body: { id: "T-1", text: "Rotate", owner: "kim" } },
    { kind: "case.pin", body: { uid: "made", happened: NOON, why: "The way back in" } },
    {
      kind: "case.supplier",
      body: { vendor: "Okta", direction: "answered", at: NOON + 90 * MINUTE, text: "You are affected" },
    },
    {
      kind: "case.plan",
      body: {
        id: "P-1",
        playbook: "p",
        actions: [
          { id: "A-1", ...action },
          { id: "A-2", ...action, target: "user:00ux" },
        ],
      },
    },
    { kind: "case.approval", body: { action: "A-1", who: "kim", text: "" } },
    { kind: "action.before", body: { action: "A-1", attempt: 1, request: "DELETE" } },
    { kind: "action.after", body: { action: "A-1", attempt: 1, outcome: "done", code: "", text: "204" } },
    { kind: "action.readback", body: { action: "A-1", holds: true, state: "no session" } },
    ...extra,
  ];
  const entries = deeds.map((one, n) => ({ seq: n + 1, at: OPENED_AT + n * 1000, who: "jo@example.com", ...one }));
  const one = caseOf("C-1", entries);
  if (one === undefined) throw new Error("The case was opened");
  return one;
}
