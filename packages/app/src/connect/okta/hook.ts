import { createHash, timingSafeEqual } from "node:crypto";

/** What came to the hook's address, free of any web framework. */
export interface HookRequest {
  readonly method: string;
  readonly header: (name: string) => string | undefined;
  /** Body, at most `MAX_HOOK_BODY` bytes of it; undefined when it was longer. */
  readonly body: Uint8Array | undefined;
}

/** What to answer, and what to do: Okta waits three seconds, so the answer never waits for the work. */
export type HookAnswer =
  | { readonly status: 200; readonly verification: string }
  | { readonly status: 204; readonly events: Uint8Array }
  | { readonly status: 400 | 401 | 405 | 413; readonly code: string; readonly reason: string };

export const MAX_HOOK_BODY: number = 8 * 1024 * 1024;

/**
 * Judges a delivery of an event hook (Okta, "Event Hooks"). A hook is the fast path only: its events are looked at as
 * if they had been read from the log, and the log is read all the same.
 */
export function receiveHook(request: HookRequest, secret: string): HookAnswer {
  if (!isSame(request.header("authorization") ?? "", secret))
    return { status: 401, code: "NL-HOOK-KEY", reason: "The authorization header is not the hook's key" };
  if (request.method === "GET") {
    const challenge = request.header("x-okta-verification-challenge") ?? "";
    if (challenge === "" || challenge.length > 1000)
      return { status: 400, code: "NL-HOOK-CHALLENGE", reason: "A header x-okta-verification-challenge is wanted" };
    return { status: 200, verification: challenge };
  }
  if (request.method !== "POST")
    return { status: 405, code: "NL-HOOK-METHOD", reason: "GET verifies the hook, POST delivers events" };
  if (request.body === undefined)
    return { status: 413, code: "NL-HOOK-SIZE", reason: `A delivery of at most ${MAX_HOOK_BODY} bytes is wanted` };
  return { status: 204, events: request.body };
}

/** Compares without telling by its time where the difference is. */
function isSame(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return wanted !== "" && timingSafeEqual(hash(given), hash(wanted));
}
