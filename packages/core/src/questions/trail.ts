import { worked } from "../scope/touch.ts";
import type { EventQuestion, SeenEvent } from "../scope/event-port.ts";
import { MANY_PEOPLE } from "../scope/scope-work.ts";
import type { Inquiry } from "./question.ts";

const QUARTER = 90 * 86_400_000;

/** Events from the intruder's addresses and with the intruder's agents that are not in the scope. */
export interface Trail {
  readonly since: number;
  readonly until: number;
  readonly events: readonly (SeenEvent & { readonly by: "address" | "agent" })[];
  /** Places that many people share, and that were therefore not followed. */
  readonly limits: readonly string[];
}

/** Looks along the intruder's places in a time; a quarter of a year before the first act unless told otherwise. */
export async function trailOf({ scope, events, now }: Inquiry, until: number = now): Promise<Trail> {
  const since = (scope.first ?? now) - QUARTER;
  const sure = scope.holds.filter(({ certainty, events: used }) => certainty !== "possible" && used > 0);
  const limits = scope.shared.map(({ value, people }) => `${value} is shared by ${people} people and was not followed`);
  const shared = new Set(scope.shared.map(({ value }) => value));
  const ips = distinct(sure.flatMap((hold) => hold.ips)).filter((ip) => !shared.has(ip));
  const agents: string[] = [];
  const own = new Set(sure.flatMap(({ owner }) => (owner === undefined ? [] : [owner.id])));
  for (const agent of distinct(sure.flatMap((hold) => hold.agents))) {
    const people = await events.people({ kind: "agent", value: agent, since, until: now });
    const others = people.filter((id) => !own.has(id)).length;
    if (others < MANY_PEOPLE) agents.push(agent);
    else limits.push(`The intruder's browser is also that of ${others} people and was not followed`);
  }
  const theirs = new Set([...scope.steps, ...scope.objects].flatMap(({ uids }) => uids));
  const found = new Map<string, Trail["events"][number]>();
  const look = async (by: "address" | "agent", question: EventQuestion): Promise<void> => {
    for await (const page of events.ask(question))
      for (const event of page)
        if (!theirs.has(event.envelope.uid) && !found.has(event.envelope.uid) && event.envelope.actorType === "User")
          found.set(event.envelope.uid, { ...event, by });
  };
  if (ips.length > 0) await look("address", { ips, since, until });
  if (agents.length > 0) await look("agent", { agents, since, until });
  return { since, until, events: [...found.values()].filter(({ envelope }) => worked(envelope)), limits };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== "");
}
