import { createToken, listTokens, revokeToken } from "@nightlatch/client";
import * as store from "../../store/state/index.ts";
import { readCursor, writeCursor } from "../http/cursor.ts";
import { Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { endToken, makeToken, tokenOf } from "../token.ts";

const PAGE = 100;

/** Tokens: keys to this interface. */
export function addTokens(routes: Routes, { state, now }: ServerParts): void {
  routes.json(listTokens, async ({ cursor, limit = PAGE }) => {
    const after = cursor === undefined ? undefined : placeIn(cursor);
    const tokens = await store.listTokens(state.db, { after, limit });
    const last = tokens.at(-1);
    return {
      items: tokens.map(tokenOf),
      next: tokens.length < limit || last === undefined ? null : writeCursor([last.created, last.id]),
    };
  });

  routes.json(createToken, (wanted, caller) => makeToken(state, wanted, { who: caller.name, now: now() }));

  routes.json(revokeToken, async ({ id }, caller) => {
    const revoked = await endToken(state, id, { who: caller.name, now: now() });
    if (revoked === undefined) throw new Refusal("NL-API-MISSING", "There is no such token");
    return revoked;
  });
}

function placeIn(cursor: string): { readonly created: number; readonly id: string } {
  const [created, id] = readCursor(cursor, ["number", "text"]);
  return { created, id };
}
