import { isDeepStrictEqual } from "node:util";
import type { Action, Objection, Target } from "../action.ts";
import type { Around } from "../around.ts";
import { attempt, read } from "../tenant/proof.ts";
import { type Body, child, part, text } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING } from "./define-action.ts";

/** What of a rule decides; the rest is its name, its place and its times. */
const DECIDES = ["conditions", "actions"] as const;

/**
 * Puts a policy rule back to how it was before the intruder changed it: to the `oldRule` that the event of the change
 * carries, or to a body that a person gives. Only what decides is put back, its conditions and actions; the rule that is
 * there is read first, so that nothing else of it is lost. The form of `oldRule` is no contract of Okta's: when it is no
 * rule, a person has to do it.
 * Okta Management API, "Replace a policy rule" (PUT /policies/{policyId}/rules/{ruleId}).
 */
export const restorePolicyRule: Action = defineAction({
  id: "restore-policy-rule",
  title: "Undo the change of the policy rule",
  takes: "policy-rule",
  call: "PUT /api/v1/policies/{owner}/rules/{id}",
  scopes: ["okta.policies.manage"],
  approval: "one",
  preview: async (target, around) => {
    const rule = (await ruleOf(target, around)) ?? {};
    return {
      ...NOTHING,
      ends: [`What was changed in the policy rule ${target.name}`],
      affected: [`Everybody to whom the rule ${target.name} applies`],
      breaks: ["Sign-ins that the changed rule allowed, and the one before it does not"],
      already: isAsIn(rule, target.body ?? {}),
      before: decidingOf(rule),
    };
  },
  preconditions: async (target, around) => {
    const objections: Objection[] = [];
    if (!isRule(target.body ?? {}))
      objections.push({
        code: "NL-RESPOND-NO-BODY",
        reason: `The event does not say how the rule ${target.name} was before in a form that Okta takes`,
      });
    if ((await ruleOf(target, around)) === undefined)
      objections.push({ code: "NL-RESPOND-STATE", reason: `The rule ${target.name} does not exist any more` });
    return objections;
  },
  run: (target, { client, around, signal }) => put(target, target.body ?? {}, { client, around, signal }),
  readBack: (target, around) => sameAs(target, target.body ?? {}, around),
  undo: {
    title: "Put the policy rule back to how it was found",
    run: (target, { client, around, before, signal }) => put(target, before, { client, around, signal }),
    readBack: (target, { around, before }) => sameAs(target, before, around),
  },
});

function ruleOf({ id, owner = "" }: Target, { state }: Around): Promise<Body | undefined> {
  return state.rule(owner, id);
}

async function put(
  target: Target,
  to: Body,
  {
    client,
    around,
    signal,
  }: Pick<Parameters<typeof restorePolicyRule.run>[1], "client" | "around"> & {
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const { id, owner = "" } = target;
  const now = (await ruleOf(target, around)) ?? {};
  // PUT replaces the rule whole: what is not sent is lost.
  const body = { name: text(now, "name"), type: text(now, "type"), priority: now["priority"], ...decidingOf(to) };
  await client.request({ method: "PUT", path: `/api/v1/policies/${part(owner)}/rules/${part(id)}`, body, signal });
}

function sameAs(target: Target, wanted: Body, around: Around): ReturnType<typeof attempt> {
  return attempt("Reading the policy rule", async () => {
    const rule = await ruleOf(target, around);
    const same = rule !== undefined && isAsIn(rule, wanted);
    return read(same, `The policy rule ${target.name} ${same ? "is as it was before" : "is not as it was before"}`);
  });
}

function decidingOf(rule: Body): Body {
  return Object.fromEntries(DECIDES.filter((name) => rule[name] !== undefined).map((name) => [name, rule[name]]));
}

function isAsIn(rule: Body, wanted: Body): boolean {
  return isRule(wanted) && isDeepStrictEqual(decidingOf(rule), decidingOf(wanted));
}

function isRule(body: Body): boolean {
  return Object.keys(child(body, "actions")).length > 0;
}
