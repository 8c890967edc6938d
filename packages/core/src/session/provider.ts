import type { Agent } from "../agent/index.ts";
import type { Envelope } from "../event/envelope.ts";
import type { Network } from "../network/network.ts";

/** The Admin Console's own client id, a first-party application of Okta. */
const FIRST_PARTY = /^okta\./;

/**
 * Whether Okta is talking to itself on the user's behalf. Explained, never ignored as a surface: the string alone is
 * not believed when it comes from where only people or intruders are.
 */
export function providerCall(event: Envelope, network: Network, agent: Agent): string | undefined {
  if (agent.kind === "companion") return "an Okta app on the user's own device";
  // Without a user agent, the first-party client on a rented server is the console's own back end.
  if (
    agent.kind === "none" &&
    FIRST_PARTY.test(event.client) &&
    (network.class === "hosting" || network.class === "idp")
  )
    return "Okta's own servers, acting for the user";
  if (agent.kind !== "idp") return undefined;
  const plausible = network.class !== "anonymiser" && network.class !== "mobile" && network.class !== "relay";
  return plausible || FIRST_PARTY.test(event.client) ? "Okta's own servers, acting for the user" : undefined;
}

/**
 * Whether an application's server spoke with a user's session id: OAuth codes and refresh tokens are exchanged from
 * the application's own address with its own library, and make device tokens of their own.
 */
export function isServerSide(event: Envelope, agent: Agent): string | undefined {
  if (!event.type.startsWith("app.oauth2.") || !event.type.includes("token.grant")) return undefined;
  return agent.kind === "browser" ? undefined : "an application's server exchanging tokens";
}
