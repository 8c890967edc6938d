import type { OktaClient } from "../../connect/okta/index.ts";

/** The credential that acts. For each action it gives a client that may do that action and nothing else. */
export interface Credential {
  /** The id by which its calls appear in the tenant's log; `""` for an API token, whose calls cannot be told apart. */
  readonly clientId: string;
  /** Signed in for some scopes. Throws the client's OktaError, also when the scopes were never granted. */
  readonly clientFor: (scopes: readonly string[]) => OktaClient;
}
