import { narrate } from "../session/index.ts";
import { worked } from "../scope/touch.ts";
import type { AnswerItem } from "./answer.ts";
import { answered, noGround } from "./proven.ts";
import type { Question } from "./question.ts";

const TYPES: readonly string[] = [
  "user.session.impersonation.grant",
  "user.session.impersonation.initiate",
  "user.session.impersonation.extend",
  "user.session.impersonation.end",
  "user.session.impersonation.revoke",
  "support.org.view",
  "support.org.update",
  "user.account.access_support_user_app",
];
const MONTH = 30 * 86_400_000;

/** People of the provider's support who were let into the tenant or acted there, from a month before the first act. */
export const supportAccessQuestion: Question = {
  id: "support-access",
  text: "Was any person of the provider's support in the tenant?",
  ask: async (inquiry) => {
    const { scope, events, now } = inquiry;
    if (scope.first === undefined) return noGround("support-access", inquiry);
    const since = scope.first - MONTH;
    const items: AnswerItem[] = [];
    for await (const page of events.ask({ types: TYPES, since, until: now }))
      for (const { envelope } of page)
        if (worked(envelope))
          items.push({
            key: `user:${envelope.actorId}`,
            name: envelope.actorName || envelope.actorDisplay || envelope.actorId,
            what: narrate(envelope),
            at: envelope.time,
            certainty: "certain",
            uids: [envelope.uid],
          });
    return answered(
      {
        question: "support-access",
        items,
        since,
        until: now,
        yes: `Support access was used or changed ${items.length} times, by ${[...new Set(items.map(({ name }) => name))].slice(0, 4).join(", ")}`,
        no: "Nobody of the provider's support was in the tenant",
        limits: ["What support does in its own systems, such as opening a file of a ticket, is not in this log"],
      },
      inquiry,
    );
  },
};
