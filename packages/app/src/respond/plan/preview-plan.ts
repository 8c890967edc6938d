import { OktaError } from "../../connect/okta/index.ts";
import { actionById } from "../action-book.ts";
import type { Around } from "../around.ts";
import { type Guard, objectionsTo } from "../protect/guard.ts";
import type { Previewed, RespondAction } from "./planned.ts";

/** What each action would do now, from the tenant's state, and what stands against it. Changes nothing. */
export async function previewPlan(
  actions: readonly RespondAction[],
  { around, guard }: { readonly around: Around; readonly guard: Guard },
): Promise<readonly Previewed[]> {
  const previews: Previewed[] = [];
  for (const action of actions) previews.push(await previewOne(action, { around, guard }));
  return previews;
}

/** One of them. */
export async function previewOne(
  planned: RespondAction,
  { around, guard }: { readonly around: Around; readonly guard: Guard },
): Promise<Previewed> {
  const action = actionById(planned.action);
  if (action === undefined)
    return { action: planned, preview: undefined, unread: "This version knows no such action", objections: [] };
  let preview: Previewed["preview"];
  let unread = "";
  try {
    preview = await action.preview(planned.aim, around);
  } catch (error) {
    if (!(error instanceof OktaError)) throw error;
    unread = `${error.code} ${error.message}`;
  }
  // What is so already needs no leave.
  const objections = preview?.already === true ? [] : await objectionsTo(action, planned.aim, { around, guard });
  return { action: planned, preview, unread, objections };
}
