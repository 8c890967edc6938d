import type { Scope, ScopeQuery } from "./scope.ts";
import { reachableOf, type RolesPort } from "./reachable.ts";
import { type ScopeParts, ScopeWork } from "./scope-work.ts";
import { tell } from "./tell.ts";

/**
 * Everything that the intruder touched, as far as the events that are there show it (spec SC). The same events and
 * findings give the same scope, however often it is asked.
 */
export async function scopeOf(query: ScopeQuery, parts: ScopeParts & { readonly roles?: RolesPort }): Promise<Scope> {
  const work = new ScopeWork(query, parts);
  await work.run();
  const { attributed, threads, shared } = work;
  const { reachable, unknown } = await reachableOf(query, attributed, { events: parts.events, roles: parts.roles });
  const { holds, objects, steps } = tell(attributed, threads);
  const sure = attributed.filter(({ claim }) => claim.certainty !== "possible");
  const [first] = sure.length > 0 ? sure : attributed;
  const last = (sure.length > 0 ? sure : attributed).at(-1);
  return {
    query,
    holds,
    objects,
    steps,
    reachable,
    shared,
    first: first?.event.envelope.time,
    last: last?.event.envelope.time,
    firstEvidence: first === undefined ? undefined : { uid: first.event.envelope.uid, received: first.event.received },
    events: attributed.length,
    unknown: [...work.unknown, ...unknown],
  };
}
