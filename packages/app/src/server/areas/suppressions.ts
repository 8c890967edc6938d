import { createSuppression, endSuppression, listSuppressions, type Suppression } from "@nightlatch/client";
import * as store from "../../store/state/index.ts";
import { readCursor, writeCursor } from "../http/cursor.ts";
import { Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { msOf, utc, utcOrNull } from "./rfc3339.ts";

const PAGE = 100;

/** Suppressions: decisions that findings of a kind need nobody. */
export function addSuppressions(routes: Routes, { state, now }: ServerParts): void {
  routes.json(listSuppressions, async ({ tenant, which = "active", cursor, limit = PAGE }) => {
    const after = cursor === undefined ? undefined : placeIn(cursor);
    const at = which === "active" ? now() : undefined;
    const decided = await store.listSuppressions(state.db, { tenant, at }, { after, limit });
    const last = decided.at(-1);
    return {
      items: decided.map(told),
      next: decided.length < limit || last === undefined ? null : writeCursor([last.created, last.id]),
    };
  });

  routes.json(createSuppression, async ({ tenant, rule, entity, why, until }, caller) => {
    const at = now();
    const end = until === undefined ? 0 : msOf(until);
    if (until !== undefined && end <= at)
      throw new Refusal("NL-API-INPUT", 'The suppression would be over already ("until")', {
        errors: [{ place: "until", reason: "A moment in the future is wanted" }],
      });
    const wanted = { tenant, rule: rule ?? "", entity: entity ?? "", who: caller.name, why, until: end };
    return state.db.transaction().execute(async (db) => {
      const made = await store.createSuppression(db, wanted, at);
      await store.writeEntry(db, {
        at,
        who: caller.name,
        kind: "suppression.create",
        body: { ...made, token: caller.id },
      });
      return told(made);
    });
  });

  routes.json(endSuppression, ({ id }, caller) =>
    state.db.transaction().execute(async (db) => {
      const at = now();
      const ended = await store.endSuppression(db, id, at);
      if (ended === undefined) throw new Refusal("NL-API-MISSING", "There is no such suppression");
      await store.writeEntry(db, { at, who: caller.name, kind: "suppression.end", body: { id, token: caller.id } });
      return told(ended);
    }),
  );
}

function placeIn(cursor: string): { readonly created: number; readonly id: string } {
  const [created, id] = readCursor(cursor, ["number", "text"]);
  return { created, id };
}

function told({ id, tenant, rule, entity, who, why, until, created }: store.Suppression): Suppression {
  const orNull = (text: string): string | null => (text === "" ? null : text);
  return {
    id,
    tenant,
    rule: orNull(rule),
    entity: orNull(entity),
    who,
    why,
    until: utcOrNull(until),
    created: utc(created),
  };
}
