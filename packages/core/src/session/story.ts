import type { Story, StoryContext } from "../finding/finding.ts";
import { networkInWords, placeOf, type Context } from "./context.ts";
import { contextsOf, type Session } from "./session.ts";
import type { Suspicion } from "./suspicion.ts";

/** The session told from its contexts, the owner's and the stranger's apart. */
export function storyOf(session: Session, suspicion: Suspicion): Story {
  const contexts = contextsOf(session);
  return {
    contexts: contexts.map((context) => tell(context, suspicion)),
    steps: suspicion.steps.map((step) => ({
      ...step,
      time: new Date(step.time).toISOString(),
      context: step.context < 0 ? "token" : nameOf(step.context),
    })),
    omitted: suspicion.omitted,
    takeover: new Date(suspicion.firstForeign).toISOString(),
  };
}

function tell(context: Context, suspicion: Suspicion): StoryContext {
  const role = context.standing === "foreign" ? "intruder" : suspicion.opening.length > 0 ? "unclear" : "victim";
  return {
    name: nameOf(context.index),
    role,
    ip: context.network.ip,
    network: networkInWords(context.network),
    place: placeOf(context),
    browser: context.agent.label,
    device: context.dt === "" ? "no device token" : `device token ${context.dt.slice(0, 8)}`,
    first: new Date(context.first).toISOString(),
    last: new Date(context.last).toISOString(),
    events: context.events,
  };
}

function nameOf(index: number): string {
  return String.fromCodePoint(65 + (index % 26));
}
