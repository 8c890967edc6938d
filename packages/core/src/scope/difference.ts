import type { Scope } from "./scope.ts";

/** What became different from one revision of a scope to the next. */
export interface ScopeChange {
  readonly change: "added" | "removed" | "surer" | "less-sure" | "more" | "hold";
  /** `kind:id` of an object or a hold. */
  readonly key: string;
  /** A sentence. */
  readonly what: string;
  readonly uids: readonly string[];
}

const RANK = { possible: 0, likely: 1, certain: 2 } as const;

/** What a later scope says that an earlier one did not, object by object; empty when nothing changed. */
export function differenceOf(before: Scope | undefined, after: Scope): readonly ScopeChange[] {
  if (before === undefined) return [];
  const known = new Map(before.objects.map((object) => [object.key, object]));
  const now = new Set(after.objects.map(({ key }) => key));
  const changes: ScopeChange[] = [];
  const holds = new Set(before.holds.map(({ key }) => key));
  for (const { key, why, uids } of after.holds)
    if (!holds.has(key)) changes.push({ change: "hold", key, what: `Acted through ${key} as well: ${why}`, uids });
  for (const object of after.objects) {
    const { key, name, certainty, uids, events, touch } = object;
    const old = known.get(key);
    const said = `${object.kind} ${name || object.id}`;
    if (old === undefined) changes.push({ change: "added", key, what: `Also touched: ${said} (${touch})`, uids });
    else if (old.certainty !== certainty)
      changes.push({
        change: RANK[certainty] > RANK[old.certainty] ? "surer" : "less-sure",
        key,
        what: `${said} is now ${certainty}, it was ${old.certainty}`,
        uids,
      });
    else if (old.events !== events || old.touch !== touch) {
      const seen = new Set(old.uids);
      const more = `${said}: ${events} events, there were ${old.events}`;
      changes.push({ change: "more", key, what: more, uids: uids.filter((uid) => !seen.has(uid)) });
    }
  }
  for (const { key, name, id, uids } of before.objects)
    if (!now.has(key)) changes.push({ change: "removed", key, what: `No longer in it: ${name || id}`, uids });
  return changes;
}
