import { counted } from "../scope/index.ts";
import { answered, noGround } from "./proven.ts";
import type { Question } from "./question.ts";

/** Every session, token and client that the intruder acted through, since when, and whose it was. */
export const sessionsUsedQuestion: Question = {
  id: "sessions-used",
  text: "Which sessions and tokens were used by the intruder, and since when?",
  ask: (inquiry) => {
    const { scope, now } = inquiry;
    if (scope.first === undefined) return Promise.resolve(noGround("sessions-used", inquiry));
    const used = scope.holds.filter(({ kind, events }) => events > 0 && kind !== "address" && kind !== "agent");
    const items = used.map(({ key, kind, value, owner, first, last, events, certainty, ips }) => ({
      key,
      name: `${kind} ${value}${owner === undefined ? "" : ` of ${owner.name || owner.id}`}`,
      what: `Used from ${ips.join(", ") || "no address"} until ${new Date(last).toISOString()}, ${counted(events, "event")}`,
      at: first,
      certainty,
      uids: scope.steps.filter((step) => step.from === key).flatMap(({ uids }) => uids),
    }));
    const owners = new Set(used.map(({ owner }) => owner?.name ?? "")).size;
    const yes = `The intruder used ${counted(used.length, "session or token", "sessions or tokens")} of ${counted(owners, "identity", "identities")}, since ${new Date(scope.first).toISOString()}`;
    const no = "No session was used by an intruder";
    return Promise.resolve(
      answered(
        { question: "sessions-used", items, since: scope.first, until: now, yes, no, limits: scope.unknown },
        inquiry,
      ),
    );
  },
};
