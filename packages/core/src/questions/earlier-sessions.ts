import type { AnswerItem } from "./answer.ts";
import { answered, noGround } from "./proven.ts";
import type { Question } from "./question.ts";
import { trailOf } from "./trail.ts";

/** Sessions before the first act that came from the intruder's addresses or used the intruder's exact browser. */
export const earlierSessionsQuestion: Question = {
  id: "earlier-sessions",
  text: "Which earlier sessions look the same?",
  ask: async (inquiry) => {
    const { scope } = inquiry;
    if (scope.first === undefined) return noGround("earlier-sessions", inquiry);
    const { events, since, limits } = await trailOf(inquiry, scope.first);
    const sessions = new Map<string, AnswerItem>();
    for (const { envelope, by } of events) {
      const id = envelope.session || envelope.root || envelope.token;
      if (id === "") continue;
      const known = sessions.get(id);
      sessions.set(id, {
        key: `${envelope.token === id ? "token" : "session"}:${id}`,
        name: `${id} of ${envelope.actorName || envelope.actorId}`,
        what: by === "address" ? `From the intruder's address ${envelope.ip}` : "With the intruder's exact browser",
        at: known?.at ?? envelope.time,
        certainty: by === "address" ? "likely" : (known?.certainty ?? "possible"),
        uids: [...(known?.uids ?? []), envelope.uid].slice(0, 100),
      });
    }
    const items = [...sessions.values()];
    return answered(
      {
        question: "earlier-sessions",
        items,
        since,
        until: scope.first,
        yes: `${items.length} earlier sessions came from the same places: ${items
          .slice(0, 3)
          .map(({ name }) => name)
          .join(", ")}`,
        no: "No earlier session came from the same places",
        limits,
      },
      inquiry,
    );
  },
};
