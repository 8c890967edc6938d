import type { SignIn } from "./sign-in.ts";

/** Signs in with an API token (scheme SSWS). It carries its maker's rights, so a service app is better. */
export function withApiToken(token: string): SignIn {
  const headers = { authorization: `SSWS ${token}` };
  return { headers: () => Promise.resolve(headers), renew: () => false, clientId: "" };
}
