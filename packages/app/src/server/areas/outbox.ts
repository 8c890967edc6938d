import { listDeadLetters, reviveDeadLetters } from "@nightlatch/client";
import { writeEntry } from "../../store/state/index.ts";
import { readCursor, writeCursor } from "../http/cursor.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { utc } from "./rfc3339.ts";

const PAGE = 100;

/** The outbox: what was put aside, and taking it up again. */
export function addOutbox(routes: Routes, { outbox, state, now }: ServerParts): void {
  routes.json(listDeadLetters, async ({ cursor, limit = PAGE }) => {
    const after = cursor === undefined ? undefined : placeIn(cursor);
    const letters = await outbox.deadLetters({ after, limit });
    const last = letters.at(-1);
    return {
      items: letters.map(({ created, ...letter }) => ({ ...letter, created: utc(created) })),
      next: letters.length < limit || last === undefined ? null : writeCursor([last.created, last.id]),
    };
  });

  routes.json(reviveDeadLetters, async ({ output }, caller) => {
    const revived = await outbox.revive(output);
    const body = { output: output ?? null, revived, token: caller.id };
    await state.db
      .transaction()
      .execute((db) => writeEntry(db, { at: now(), who: caller.name, kind: "outbox.revive", body }));
    return { revived };
  });
}

function placeIn(cursor: string): { readonly created: number; readonly id: string } {
  const [created, id] = readCursor(cursor, ["number", "text"]);
  return { created, id };
}
