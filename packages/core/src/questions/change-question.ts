import type { ObjectKind } from "../scope/object-kind.ts";
import type { ScopeStep } from "../scope/scope.ts";
import type { AnswerItem } from "./answer.ts";
import { answered, noGround } from "./proven.ts";
import type { Inquiry, Question } from "./question.ts";
import { stillOf } from "./still.ts";

/** What a question about changes asks for. */
export interface ChangeAsked {
  readonly id: string;
  /** What was changed, in the plural, such as `API tokens`. */
  readonly what: string;
  /** Event types that change it. */
  readonly types: RegExp;
  /** Of what an event touches, the thing that was changed. */
  readonly kinds: readonly ObjectKind[];
}

/** Which of something did the intruder change, and does it still stand? */
export function changeQuestion(asked: ChangeAsked): Question {
  const { id, what } = asked;
  return {
    id,
    text: `Which ${what} did the intruder change, and are they still so?`,
    ask: async (inquiry) => {
      const { scope, now } = inquiry;
      if (scope.first === undefined) return noGround(id, inquiry);
      const items = await changesIn(asked, inquiry);
      const names = [...new Set(items.map(({ name }) => name))];
      const standing = items.filter(({ still }) => still?.verdict !== "no").length;
      return answered(
        {
          question: id,
          items,
          since: scope.first,
          until: now,
          yes: `${capital(what)} were changed: ${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}; ${standing === 0 ? "all of it is undone" : `${standing} of ${items.length} changes are not shown to be undone`}`,
          no: `The intruder changed no ${what}`,
        },
        inquiry,
      );
    },
  };
}

/** The changes themselves, each with whether it still stands. */
export async function changesIn({ types, kinds }: ChangeAsked, inquiry: Inquiry): Promise<readonly AnswerItem[]> {
  const { scope } = inquiry;
  const names = new Map(scope.objects.map(({ key, name, id }) => [key, name || id]));
  const wanted = scope.steps.filter((step) => types.test(step.type) && step.touch !== "tried" && isOf(step, kinds));
  return Promise.all(
    wanted.map(async (step) => ({
      key: step.to,
      name: names.get(step.to) ?? step.to,
      what: step.what,
      at: step.first,
      certainty: step.certainty,
      uids: step.uids,
      still: await stillOf(step, inquiry),
    })),
  );
}

function isOf({ to }: ScopeStep, kinds: readonly ObjectKind[]): boolean {
  return kinds.some((kind) => to.startsWith(`${kind}:`));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
