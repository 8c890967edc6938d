import { type Case, measuresOf } from "../case/index.ts";
import { QUESTIONS } from "../questions/index.ts";
import { momentText } from "./moment-text.ts";

/** What a case does not know, in sentences: an unknown that is not said would read as a "no". */
export function unknownsOf(one: Case): readonly string[] {
  const { scope, answers, actions, ledger, facts, suppliers } = one;
  const said = new Set(answers.map(({ question }) => question));
  const unasked = QUESTIONS.filter(({ id }) => !said.has(id));
  const measures = measuresOf(one);
  return [
    ...(scope === undefined
      ? ["The scope was not looked at: nothing is known of what was touched"]
      : scope.scope.unknown),
    ...unansweredOf(answers),
    ...answers
      .filter(({ answer }) => answer !== "unknown")
      .flatMap(({ question, coverage }) =>
        coverage.gaps.map(
          ({ from, until, reason }) =>
            `${question}: nothing is certain from ${within(from)} to ${within(until)} (${reason || "not read"})`,
        ),
      ),
    ...(unasked.length === 0 ? [] : [`Not asked: ${unasked.map(({ text }) => text).join(" ")}`]),
    ...actions.filter(({ open }) => open).map(({ action, target }) => `Whether ${action} on ${target} came to pass`),
    ...ledger
      .filter(({ state }) => state === "open")
      .map(({ credential }) => `Whether ${credential} still opens something: nothing shows that it is dead`),
    ...facts.filter(({ happened }) => happened === null).map(({ text }) => `When it happened: ${text}`),
    ...(measures.contained === undefined ? ["The case is not contained, or nothing shows that it is"] : []),
    ...(suppliers.some(({ direction }) => direction === "told") &&
    !suppliers.some(({ direction }) => direction === "answered")
      ? ["What the suppliers who were told will answer"]
      : []),
  ].filter((text, at, all) => all.indexOf(text) === at);
}

/** What was asked and why nobody knows; what one reason leaves open is said together. */
function unansweredOf(answers: Case["answers"]): readonly string[] {
  const unknown = answers.filter(({ answer }) => answer === "unknown");
  const byReason = Map.groupBy(unknown, ({ text, why }) => (why === "" ? text.replace(/^Not known: /, "") : why));
  return [...byReason].map(([reason, same]) => {
    const asked = same.map(({ question }) => QUESTIONS.find(({ id }) => id === question)?.text ?? question);
    return `${asked.join(" ")} Not known: ${reason}`;
  });
}

/** The bounds of "ever" are no moments. */
function within(at: number): string {
  return Math.abs(at) > 8.64e15 ? "ever" : momentText(at);
}
