import type { SeenEvent } from "../scope/event-port.ts";
import type { ScopeStep } from "../scope/scope.ts";
import { worked } from "../scope/touch.ts";
import type { AnswerItem } from "./answer.ts";
import type { Inquiry } from "./question.ts";

/** A user who is gone has nothing any more. */
const GONE: readonly string[] = [
  "user.lifecycle.deactivate",
  "user.lifecycle.suspend",
  "user.lifecycle.delete.initiated",
];

/** What undoes a change: event types that, done later to the same thing by somebody else, mean that it no longer stands. */
const UNDONE_BY: readonly (readonly [did: RegExp, undone: readonly string[]])[] = [
  [/^system\.api_token\./, ["system.api_token.revoke"]],
  [
    /^user\.lifecycle\.(?:create|activate|reactivate|unsuspend)$/,
    [
      "user.lifecycle.deactivate",
      "user.lifecycle.suspend",
      "user.lifecycle.delete.initiated",
      "user.lifecycle.delete.completed",
    ],
  ],
  [/^user\.account\.privilege\.grant$/, ["user.account.privilege.revoke", ...GONE]],
  [/^group\.privilege\.grant$/, ["group.privilege.revoke"]],
  [/^group\.user_membership\.add$/, ["group.user_membership.remove", ...GONE]],
  [/^application\.user_membership\.add$/, ["application.user_membership.remove", ...GONE]],
  [/^user\.mfa\.factor\.(?:activate|update)$/, ["user.mfa.factor.deactivate", "user.mfa.factor.reset_all"]],
  [/^user\.mfa\.factor\.(?:deactivate|reset_all|suspend)$/, ["user.mfa.factor.activate", "user.mfa.factor.unsuspend"]],
  [
    /^user\.account\.(?:reset|update|expire)_password$/,
    ["user.account.update_password", "user.account.reset_password", "user.lifecycle.deactivate"],
  ],
  [/^system\.idp\./, ["system.idp.lifecycle.deactivate", "system.idp.lifecycle.delete", "system.idp.lifecycle.update"]],
  [/^app\.oauth2\.client\./, ["app.oauth2.client.lifecycle.deactivate", "app.oauth2.client.lifecycle.delete"]],
  [
    /^app\.oauth2\.credentials\./,
    ["app.oauth2.credentials.lifecycle.deactivate", "app.oauth2.credentials.lifecycle.delete"],
  ],
  [
    /^application\./,
    [
      "application.lifecycle.update",
      "application.lifecycle.deactivate",
      "application.lifecycle.activate",
      "application.lifecycle.delete",
    ],
  ],
  [
    /^policy\./,
    [
      "policy.rule.update",
      "policy.rule.activate",
      "policy.rule.deactivate",
      "policy.rule.delete",
      "policy.lifecycle.update",
      "policy.lifecycle.activate",
      "policy.lifecycle.deactivate",
      "policy.lifecycle.delete",
    ],
  ],
  [/^zone\./, ["zone.update", "zone.activate", "zone.deactivate", "zone.delete", "zone.create"]],
  [/^event_hook\.(?:created|updated)$/, ["event_hook.deactivated", "event_hook.deleted"]],
  [/^event_hook\.(?:deactivated|deleted)$/, ["event_hook.activated", "event_hook.created"]],
  [/^inline_hook\./, ["inline_hook.deactivated", "inline_hook.deleted"]],
  [
    /^system\.log_stream\.lifecycle\.(?:deactivate|delete)$/,
    ["system.log_stream.lifecycle.activate", "system.log_stream.lifecycle.create"],
  ],
  [/^system\.log_stream\./, ["system.log_stream.lifecycle.deactivate", "system.log_stream.lifecycle.delete"]],
  [/^device\./, ["device.lifecycle.deactivate", "device.lifecycle.delete", "device.user.remove"]],
];

/** Whether a change of the intruder still stands: a later event that undid it, else what the tenant says now. */
export async function stillOf(step: ScopeStep, inquiry: Inquiry): Promise<NonNullable<AnswerItem["still"]>> {
  const { scope, events, now, state } = inquiry;
  const colon = step.to.indexOf(":");
  const kind = step.to.slice(0, colon) as Parameters<NonNullable<Inquiry["state"]>>[0]["kind"];
  const id = step.to.slice(colon + 1);
  const undone = UNDONE_BY.find(([did]) => did.test(step.type))?.[1] ?? [];
  const theirs = new Set(scope.steps.flatMap(({ uids }) => uids));
  const users = usersOf(step, inquiry);
  const targets = kind === "factor" || kind === "role" ? users : [id, ...users];
  let last: SeenEvent | undefined;
  if (undone.length > 0 && targets.length > 0)
    for await (const page of events.ask({ targets, types: undone, since: step.last, until: now }))
      for (const event of page)
        if (event.envelope.time >= step.last && !theirs.has(event.envelope.uid) && undoes(event, { kind, id, users }))
          last = event;
  if (last !== undefined) {
    const { uid, type, time, actorName } = last.envelope;
    return { verdict: "no", how: `${type} by ${actorName} at ${new Date(time).toISOString()}`, uids: [uid] };
  }
  const read = await state?.({ kind, id, type: step.type, users });
  if (read !== undefined) return { ...read, uids: [] };
  return { verdict: "unknown", how: "No event undid it, and the tenant was not asked how it stands", uids: [] };
}

/** Whether an event undoes it: one about a right or a membership has to be about the same user as well. */
function undoes(
  { envelope }: SeenEvent,
  { kind, id, users }: { readonly kind: string; readonly id: string; readonly users: readonly string[] },
): boolean {
  if (!worked(envelope)) return false;
  const on = (one: string): boolean => envelope.targets.some((target) => target.id === one);
  const aboutUser = users.length === 0 || users.some(on);
  if (envelope.type.startsWith("user.lifecycle.")) return kind === "user" ? on(id) : users.length > 0 && aboutUser;
  switch (kind) {
    case "factor":
      return aboutUser;
    case "role":
      return aboutUser && envelope.privilege.includes(id);
    case "group":
    case "application":
      return on(id) && (aboutUser || !envelope.type.includes("user_membership"));
    default:
      return on(id);
  }
}

/** The users that a change was about: those named as its targets, else whoever it was done as. */
function usersOf({ to, uids }: ScopeStep, { scope }: Inquiry): readonly string[] {
  if (to.startsWith("factor:")) return [to.slice("factor:".length).split(":")[0] ?? ""];
  const same = new Set(uids);
  const named = scope.steps.filter((step) => step.to.startsWith("user:") && step.uids.some((uid) => same.has(uid)));
  return [...new Set(named.map((step) => step.to.slice("user:".length)))];
}
