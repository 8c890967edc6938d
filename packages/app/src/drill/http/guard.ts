import type { Context } from "hono";
import type { Organisation } from "../organisation/organisation.ts";
import { type Caller, callerOf } from "./caller.ts";
import type { Tokens } from "./oauth.ts";
import type { RateLimits } from "./rate.ts";
import { refuse } from "./refuse.ts";

type Work = (c: Context, caller: Caller) => Response | Promise<Response>;

/** Lets a request through to its work when its caller is known, allowed, and within the rate. */
export type Guarded = (
  scope: string,
  needs?: { readonly superAdmin: true },
) => (work: Work) => (c: Context) => Promise<Response>;

/** A fault that the drill was told to have: the next requests to a path are answered so. */
export interface Fault {
  readonly path: string;
  /** Only requests of this method; all, when it is absent. */
  readonly method?: string;
  readonly kind: "status" | "lost" | "html" | "half";
  readonly status?: number;
  times: number;
}

export function guardOf(
  org: Organisation,
  parts: { readonly tokens: Tokens; readonly rates: RateLimits; readonly faults: Fault[] },
): Guarded {
  const { tokens, rates, faults } = parts;
  return (scope, needs) => (work) => async (c) => {
    c.header("date", new Date(org.now()).toUTCString());
    const fault = faults.find(
      ({ times, path, method }) =>
        times > 0 && c.req.path.includes(path) && (method === undefined || method === c.req.method),
    );
    if (fault !== undefined) {
      fault.times--;
      if (fault.kind === "status")
        return fault.status === 403
          ? refuse(c, "E0000006")
          : fault.status === 429
            ? refuse(c, "E0000047")
            : c.json({ errorCode: "E0000009", errorSummary: "Internal Server Error" }, (fault.status ?? 500) as 500);
      if (fault.kind === "html") return c.html("<html><body>Bad gateway</body></html>");
    }
    const caller = await callerOf(c, org, tokens);
    if (caller === undefined) return refuse(c, "E0000011");
    if (caller.by.place !== undefined && org.isBlocked(caller.by.place.ip)) {
      org.write(caller.by, { type: "security.request.blocked", message: "Request blocked", outcome: "DENY" });
      return refuse(c, "E0000006");
    }
    if (!rates.admit(c, caller.bucket)) return refuse(c, "E0000047");
    if (caller.scopes !== undefined && !allows(caller.scopes, scope)) return refuse(c, "E0000006");
    if (needs?.superAdmin === true && !caller.superAdmin) return refuse(c, "E0000006");
    const answer = await work(c, caller);
    if (fault?.kind === "half") {
      const text = await answer.text();
      return new Response(text.slice(0, text.length >> 1), { status: answer.status, headers: answer.headers });
    }
    // The work is done, and nobody hears of it.
    if (fault?.kind === "lost") throw new LostAnswerError();
    return answer;
  };
}

/** The answer is to be lost on the way. */
export class LostAnswerError extends Error {}

/** A scope to manage something allows reading it too. */
function allows(scopes: readonly string[], wanted: string): boolean {
  return scopes.includes(wanted) || (wanted.endsWith(".read") && scopes.includes(wanted.replace(/read$/, "manage")));
}
