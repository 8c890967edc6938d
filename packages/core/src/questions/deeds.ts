import { counted } from "../scope/index.ts";
import { answered, noGround } from "./proven.ts";
import type { Question } from "./question.ts";

/** What was done through each session and token, step by step, also what did not work. */
export const deedsQuestion: Question = {
  id: "deeds",
  text: "What did the intruder do through each of them?",
  ask: (inquiry) => {
    const { scope, now } = inquiry;
    if (scope.first === undefined) return Promise.resolve(noGround("deeds", inquiry));
    const names = new Map(scope.objects.map(({ key, name, id }) => [key, name || id]));
    const items = scope.steps.map(({ from, to, what, first, certainty, uids, touch, events }) => ({
      key: to,
      name: names.get(to) ?? to,
      what: `Through ${from}: ${what}${touch === "tried" ? " (did not work)" : ""}${events > 1 ? `, ${events} times` : ""}`,
      at: first,
      certainty,
      uids,
    }));
    const worked = scope.steps.filter(({ touch }) => touch !== "tried").length;
    const yes = `${counted(scope.events, "event")}: ${counted(worked, "kind of deed", "kinds of deed")} that worked and ${items.length - worked} that did not`;
    const no = "Nothing was done";
    return Promise.resolve(
      answered({ question: "deeds", items, since: scope.first, until: now, yes, no, limits: scope.unknown }, inquiry),
    );
  },
};
