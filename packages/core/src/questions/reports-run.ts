import { member, textOf } from "../normalise/okta/embedded.ts";
import type { SeenEvent } from "../scope/event-port.ts";
import { answered, noGround } from "./proven.ts";
import type { Question } from "./question.ts";

const TYPES: readonly string[] = [
  "analytics.reports.export.request",
  "analytics.reports.export.generate",
  "analytics.reports.export.download",
];
const SIZE = /size|bytes|rows|records|count/i;

/** Reports that the intruder asked for and files that they downloaded, with the size that the log gives, if it gives one. */
export const reportsRunQuestion: Question = {
  id: "reports-run",
  text: "Were reports run or exports downloaded, and how large were they?",
  ask: async (inquiry) => {
    const { scope, events, now } = inquiry;
    if (scope.first === undefined) return noGround("reports-run", inquiry);
    const steps = scope.steps.filter(({ type, touch }) => type.startsWith("analytics.reports.") && touch !== "tried");
    const wanted = steps.filter(({ to }) => /^(?:report|file|application|other):/.test(to));
    const sizes = new Map<string, string>();
    if (wanted.length > 0)
      for await (const page of events.ask({ types: TYPES, since: scope.first, until: now }))
        for (const event of page) sizes.set(event.envelope.uid, sizeOf(event));
    const names = new Map(scope.objects.map(({ key, name, id }) => [key, name || id]));
    const items = wanted.map(({ to, what, first, certainty, uids }) => {
      const size = uids.map((uid) => sizes.get(uid) ?? "").find((text) => text !== "");
      return {
        key: to,
        name: names.get(to) ?? to,
        what: `${what}; ${size ?? "the log does not say how large it was: run it again in every variant and compare with the bytes that other logs saw"}`,
        at: first,
        certainty,
        uids,
      };
    });
    const downloads = wanted.filter(({ type }) => type.endsWith(".download")).length;
    return answered(
      {
        question: "reports-run",
        items,
        since: scope.first,
        until: now,
        yes: `${new Set(items.map(({ key }) => key)).size} reports or files: ${[...new Set(items.map(({ name }) => name))].slice(0, 5).join(", ")}; ${downloads} of the steps are downloads`,
        no: "No report was run and no export downloaded",
      },
      inquiry,
    );
  },
};

/** Whatever the record says of a size, as it says it. */
function sizeOf({ raw }: SeenEvent): string {
  const debug = member(member(raw, "debugContext"), "debugData");
  if (typeof debug !== "object" || debug === null) return "";
  const said = Object.entries(debug).filter(([name, value]) => SIZE.test(name) && /^\d+$/.test(textOf(value)));
  return said.map(([name, value]) => `${name} ${textOf(value)}`).join(", ");
}
