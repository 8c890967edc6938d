import type { JWK } from "jose";
import { ConfigError } from "../config/config-error.ts";
import { readSecret } from "../config/secret.ts";
import type { CredentialConfig, SourceConfig } from "../config/service.ts";
import { asServiceApp, OktaClient, readOrigin, type SignIn, withApiToken } from "../connect/okta/index.ts";
import type { SecretSource } from "./open-state.ts";

const LEAST: readonly string[] = ["okta.logs.read"];
/**
 * What the reading credential asks for: only to read, and only what detection and scope need. Without the log there is
 * nothing to watch; each of the others may be missing, and `nightlatch doctor` says what is lost by it.
 */
const READ_SCOPES: readonly string[] = [
  "okta.logs.read",
  "okta.users.read",
  "okta.groups.read",
  "okta.apps.read",
  "okta.roles.read",
  "okta.policies.read",
  "okta.idps.read",
  "okta.apiTokens.read",
  "okta.networkZones.read",
];

/** The client that reads an organisation. Throws ConfigError, or an OktaError NL-OKTA-ORIGIN. */
export async function readingClient(
  { origin, read, share }: SourceConfig,
  { secrets, now }: { readonly secrets: SecretSource; readonly now: () => number },
): Promise<OktaClient> {
  const at = readOrigin(origin);
  const signInFor = await credentialSignIn(read, { origin: at, secrets, now });
  return new OktaClient({ origin: at, signIn: signInFor(READ_SCOPES, LEAST), share });
}

/** How to sign in with a credential, for any scopes. The secret is read once. */
export async function credentialSignIn(
  credential: CredentialConfig,
  { origin, secrets, now }: { readonly origin: URL; readonly secrets: SecretSource; readonly now: () => number },
): Promise<(scopes: readonly string[], least?: readonly string[]) => SignIn> {
  if (credential.kind === "token") {
    const signIn = withApiToken(await readSecret(credential.token, secrets));
    return () => signIn;
  }
  const { clientId } = credential;
  const key = keyIn(await readSecret(credential.key, secrets), secrets.file);
  return (scopes, least) => asServiceApp({ origin, clientId, key, scopes, least, fetch, now });
}

function keyIn(text: string, file: string): JWK {
  try {
    const key: unknown = JSON.parse(text);
    if (typeof key === "object" && key !== null && "kty" in key && "d" in key) return key as JWK;
  } catch {
    // Said below, without a word of what is in it.
  }
  throw new ConfigError("NL-CONFIG-KEY", {
    file,
    line: 0,
    reason: 'The service app\'s key is no private JWK (JSON with "kty" and "d")',
  });
}
