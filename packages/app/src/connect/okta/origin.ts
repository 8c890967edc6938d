import { OktaError } from "./okta-error.ts";

/**
 * The one origin a client talks to. Plain HTTP is for loopback only (the drill tenant).
 * Throws an OktaError `NL-OKTA-ORIGIN`.
 */
export function readOrigin(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || (url.pathname !== "/" && url.pathname !== ""))
    throw new OktaError(
      "NL-OKTA-ORIGIN",
      `The organisation's address "${text}" is no origin; "https://acme.okta.com" is wanted`,
    );
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname)))
    throw new OktaError("NL-OKTA-ORIGIN", `The organisation's address "${text}" is not https`);
  return url;
}

/**
 * An address to follow, such as a `next` link: only on the client's own origin, because the credential goes with it.
 * Throws an OktaError `NL-OKTA-FOREIGN-LINK`.
 */
export function onOrigin(origin: URL, target: string): URL {
  const url = URL.canParse(target, origin.href) ? new URL(target, origin.href) : undefined;
  if (url?.origin === origin.origin) return url;
  throw new OktaError(
    "NL-OKTA-FOREIGN-LINK",
    `Okta's answer leads to "${url?.origin ?? target.slice(0, 100)}", which is not "${origin.origin}"; it was not followed`,
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
