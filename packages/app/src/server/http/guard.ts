import type { Scope } from "@nightlatch/client";
import { type ApiToken, authenticate, type StateStore } from "../../store/state/index.ts";
import { Refusal } from "./refusal.ts";

/** Lets in who has a token with the scope. Throws a Refusal NL-API-TOKEN or NL-API-SCOPE. */
export async function admit(
  state: StateStore,
  asked: { readonly authorization: string | undefined; readonly scope: Scope; readonly now: number },
): Promise<ApiToken> {
  const secret = /^Bearer +([\w-]{1,200})$/i.exec(asked.authorization ?? "")?.[1] ?? "";
  const token = await authenticate(state.db, secret, asked.now);
  if (token === undefined)
    throw new Refusal(
      "NL-API-TOKEN",
      "No token, or one that is unknown, expired or revoked; `Authorization: Bearer TOKEN` is wanted",
      { headers: { "www-authenticate": 'Bearer realm="nightlatch"' } },
    );
  if (!token.scopes.includes(asked.scope))
    throw new Refusal("NL-API-SCOPE", `The token has the scopes ${token.scopes.join(", ")}; ${asked.scope} is wanted`, {
      headers: { "www-authenticate": `Bearer realm="nightlatch", error="insufficient_scope", scope="${asked.scope}"` },
    });
  return token;
}
