import { deliverHook, type HookAddress, type Route, verifyHook } from "@nightlatch/client";
import type { Context } from "hono";
import { MAX_HOOK_BODY, receiveHook } from "../../connect/okta/index.ts";
import { authenticate } from "../../store/state/index.ts";
import { inputOf } from "../http/input.ts";
import { readBytes } from "../http/read-body.ts";
import { HEADERS, Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";

/** Bytes of deliveries that may wait; beyond that they are refused, and come by the next poll. */
const WAITING = 8 * MAX_HOOK_BODY;

/**
 * Event hooks. A hook has its own key: the one that is configured for it or, where none is, an API token that opens
 * hooks and nothing else. It is answered at once; the work waits in the watch's own queue.
 */
export function addHooks(routes: Routes, parts: ServerParts): void {
  let waiting = 0;

  routes.open(verifyHook, async (context) => {
    const { key } = await opened(verifyHook, parts, context);
    const answer = receiveHook({ method: "GET", header: (name) => context.req.header(name), body: undefined }, key);
    if (answer.status === 200) return json({ verification: answer.verification });
    if (answer.status === 400) throw new Refusal("NL-HOOK-CHALLENGE", answer.reason);
    throw wrongKey();
  });

  routes.open(deliverHook, async (context) => {
    const { source } = await opened(deliverHook, parts, context);
    if (waiting >= WAITING)
      throw new Refusal("NL-API-BUSY", "Deliveries wait; the log is read all the same", {
        headers: { "retry-after": "30" },
      });
    const bytes = await readBytes(context.req.raw, MAX_HOOK_BODY);
    waiting += bytes.length;
    void parts
      .hook(source, bytes)
      .catch((error: unknown) => parts.trouble({ route: deliverHook.name, error }))
      .finally(() => (waiting -= bytes.length));
    return new Response(null, { status: 204, headers: HEADERS });
  });
}

/** Lets a hook in. Whoever has no key learns nothing of which tenants there are. */
async function opened(
  route: Route<HookAddress, unknown>,
  parts: ServerParts,
  context: Context,
): Promise<{ readonly source: string; readonly key: string }> {
  const { source } = await inputOf(context, route);
  const authorization = context.req.header("authorization") ?? "";
  const configured = parts.hookKey(source);
  if (configured !== undefined) {
    const answer = receiveHook({ method: "POST", header: () => authorization, body: new Uint8Array() }, configured);
    if (answer.status !== 204) throw wrongKey();
  } else {
    const token = await authenticate(parts.state.db, authorization.replace(/^Bearer +/i, ""), parts.now());
    if (token === undefined) throw wrongKey();
    if (!token.scopes.includes("hook") && !token.scopes.includes(`hook:${source}`))
      throw new Refusal("NL-API-SCOPE", "The token does not open this hook; one with the scope hook is wanted");
  }
  if (parts.sources().every(({ tenant }) => tenant !== source))
    throw new Refusal("NL-API-MISSING", "There is no such source");
  return { source, key: authorization };
}

function wrongKey(): Refusal {
  return new Refusal("NL-API-TOKEN", "The authorization header is not the hook's key", {
    headers: { "www-authenticate": 'Bearer realm="nightlatch hooks"' },
  });
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { ...HEADERS, "content-type": "application/json" } });
}
