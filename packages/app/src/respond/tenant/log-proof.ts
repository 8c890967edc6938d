import { list, type Body, child, text, type TenantState } from "./tenant-state.ts";

/** An event of the log that shows something was done. */
export interface Shown {
  readonly uid: string;
  /** `published`, milliseconds UTC. */
  readonly time: number;
  readonly type: string;
  /** `authenticationContext.externalSessionId`. */
  readonly session: string;
}

/**
 * Events of some types about something, as its target or its actor, since a time (milliseconds). Targets are searched by
 * id, because their order is no contract.
 */
export async function shownInLog(
  state: TenantState,
  { types, about, since }: { readonly types: readonly string[]; readonly about: string; readonly since: number },
): Promise<readonly Shown[]> {
  const events = await state.events(types, since);
  return events.filter((event) => isAbout(event, about)).map(shown);
}

function isAbout(event: Body, id: string): boolean {
  if (text(child(event, "actor"), "id") === id) return true;
  return list(event["target"]).some((target) => text(target, "id") === id || text(target, "alternateId") === id);
}

function shown(event: Body): Shown {
  return {
    uid: text(event, "uuid"),
    time: Date.parse(text(event, "published")),
    type: text(event, "eventType"),
    session: text(child(event, "authenticationContext"), "externalSessionId"),
  };
}
