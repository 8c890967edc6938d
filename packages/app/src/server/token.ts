import type { MadeToken, NewToken, Token } from "@nightlatch/client";
import { type ApiToken, createToken, revokeToken, type StateStore, writeEntry } from "../store/state/index.ts";
import { utc, utcOrNull } from "./areas/rfc3339.ts";

const DAY = 86_400_000;

/** Makes a token and writes into the journal who did, without its secret. */
export function makeToken(
  state: StateStore,
  { name, scopes, days }: NewToken,
  by: { readonly who: string; readonly now: number },
): Promise<MadeToken> {
  const { who, now } = by;
  return state.db.transaction().execute(async (db) => {
    const { token, secret } = await createToken(db, { name, scopes, expires: now + days * DAY }, now);
    const body = { id: token.id, name, scopes, expires: token.expires };
    await writeEntry(db, { at: now, who, kind: "token.create", body });
    return { ...tokenOf(token), secret };
  });
}

/** Revokes a token and writes into the journal who did; `undefined` when there is none. */
export function endToken(
  state: StateStore,
  id: string,
  by: { readonly who: string; readonly now: number },
): Promise<Token | undefined> {
  const { who, now } = by;
  return state.db.transaction().execute(async (db) => {
    const token = await revokeToken(db, id, now);
    if (token === undefined) return undefined;
    await writeEntry(db, { at: now, who, kind: "token.revoke", body: { id, name: token.name } });
    return tokenOf(token);
  });
}

/** A token as the interface says it. */
export function tokenOf({ id, name, scopes, created, expires, revoked, used }: ApiToken): Token {
  return {
    id,
    name,
    scopes,
    created: utc(created),
    expires: utc(expires),
    revoked: utcOrNull(revoked),
    used: utcOrNull(used),
  };
}
