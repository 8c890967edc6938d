import { dateTime } from "../store/events/columns.ts";
import type { EventPosition, EventStore, StoredEvent } from "../store/events/index.ts";

/** Events of one tenant at positions that are in order, in that order. */
export async function eventsAt(
  events: EventStore,
  tenant: string,
  positions: readonly EventPosition[],
): Promise<readonly StoredEvent[]> {
  const [first, last] = [positions[0], positions.at(-1)];
  if (first === undefined || last === undefined) return [];
  const found: StoredEvent[] = [];
  const pages = events.read({
    tenant,
    after: { time: first.time, uid: "" },
    until: last.time + 1,
    where: "uid IN {uids:Array(String)} AND toDate(time) <= toDate({last:DateTime64(3)})",
    params: { uids: positions.map(({ uid }) => uid), last: dateTime(last.time) },
  });
  for await (const page of pages) found.push(...page);
  return found;
}
