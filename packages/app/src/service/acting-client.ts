import type { SourceConfig } from "../config/service.ts";
import { OktaClient, readOrigin } from "../connect/okta/index.ts";
import type { Credential } from "../respond/index.ts";
import { credentialSignIn } from "./okta-client.ts";
import type { SecretSource } from "./open-state.ts";

/**
 * The credential that acts in an organisation; `undefined` when none is configured. A service app asks for the scopes of
 * one action at a time: what is not granted keeps only the actions that need it from running, and a token that leaks
 * opens little. An API token has its maker's rights, whatever is asked.
 * Throws ConfigError, or an OktaError NL-OKTA-ORIGIN.
 */
export async function actingCredential(
  { origin, act, share }: SourceConfig,
  { secrets, now }: { readonly secrets: SecretSource; readonly now: () => number },
): Promise<Credential | undefined> {
  if (act === undefined) return undefined;
  const at = readOrigin(origin);
  const signInFor = await credentialSignIn(act, { origin: at, secrets, now });
  return credentialOver(
    (scopes) => new OktaClient({ origin: at, signIn: signInFor(scopes), share }),
    signInFor([]).clientId,
  );
}

/** A credential that makes a client for each set of scopes once. */
export function credentialOver(make: (scopes: readonly string[]) => OktaClient, clientId: string): Credential {
  const clients = new Map<string, OktaClient>();
  return {
    clientId,
    clientFor: (scopes) => {
      const key = scopes.toSorted().join(" ");
      const client = clients.get(key) ?? make(scopes);
      clients.set(key, client);
      return client;
    },
  };
}
