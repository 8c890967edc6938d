import type { AnswerItem } from "./answer.ts";
import { answered, noGround } from "./proven.ts";
import type { Question } from "./question.ts";
import { trailOf } from "./trail.ts";

/** People who were seen from the intruder's addresses, or with the intruder's exact browser, and are not in the scope. */
export const seenElsewhereQuestion: Question = {
  id: "seen-elsewhere",
  text: "Who else was seen from the intruder's addresses or with the intruder's agents?",
  ask: async (inquiry) => {
    const { scope } = inquiry;
    if (scope.first === undefined) return noGround("seen-elsewhere", inquiry);
    const { events, since, until, limits } = await trailOf(inquiry);
    const inScope = new Set(
      scope.objects.filter(({ kind, touch }) => kind === "user" && touch === "acted-as").map(({ id }) => id),
    );
    const people = new Map<string, AnswerItem>();
    for (const { envelope, by } of events) {
      const { actorId, actorName, time, uid, ip } = envelope;
      if (inScope.has(actorId)) continue;
      const known = people.get(actorId);
      people.set(actorId, {
        key: `user:${actorId}`,
        name: actorName || actorId,
        what:
          by === "address" || known?.what.startsWith("From") === true
            ? `From the intruder's address ${ip}`
            : "With the intruder's exact browser",
        at: known?.at ?? time,
        certainty: by === "address" ? "likely" : (known?.certainty ?? "possible"),
        uids: [...(known?.uids ?? []), uid].slice(0, 100),
      });
    }
    const items = [...people.values()];
    return answered(
      {
        question: "seen-elsewhere",
        items,
        since,
        until,
        yes: `${items.length} other people were: ${items
          .slice(0, 5)
          .map(({ name }) => name)
          .join(", ")}`,
        no: "Nobody else was",
        limits,
      },
      inquiry,
    );
  },
};
