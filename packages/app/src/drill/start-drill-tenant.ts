import type { AddressInfo } from "node:net";
import { serve, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { type Fault, type Guarded, guardOf, LostAnswerError } from "./http/guard.ts";
import { deliver, verifyHook } from "./http/hooks.ts";
import { logs } from "./http/logs.ts";
import { token, Tokens } from "./http/oauth.ts";
import { people } from "./http/people.ts";
import { RateLimits } from "./http/rate.ts";
import { settings as settingsOf } from "./http/settings.ts";
import { signals } from "./http/signals.ts";
import { tenant } from "./http/tenant.ts";
import { Organisation, type OrganisationSettings } from "./organisation/organisation.ts";

/** An Okta organisation on loopback, as real as a client can tell. */
export interface DrillTenant {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The origin in its links, when it stands behind another. */
  facade: string;
  readonly org: Organisation;
  readonly rates: RateLimits;
  /** Faults to have; each is used up by the requests it meets. */
  readonly faults: Fault[];
  readonly verifyHook: (id: string) => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

/** Starts a drill tenant on a free port of loopback. It ends with `stop`. */
export async function startDrillTenant(settings: OrganisationSettings): Promise<DrillTenant> {
  const org = new Organisation(settings);
  const tokens = new Tokens();
  const rates = new RateLimits(org);
  const faults: Fault[] = [];
  const app = new Hono();
  const guarded: Guarded = guardOf(org, { tokens, rates, faults });
  let origin = "";
  app.get(
    "/api/v1/logs",
    guarded("okta.logs.read")((c) => logs(c, org, drill.facade)),
  );
  app.post("/oauth2/v1/token", (c) => token(c, org, tokens));
  people(app, org, guarded);
  tenant(app, org, guarded);
  settingsOf(app, org, guarded);
  signals(app, org, guarded);
  app.onError((error, c) => {
    if (error instanceof LostAnswerError) {
      const { incoming } = c.env as { readonly incoming?: { readonly socket: { readonly destroy: () => void } } };
      incoming?.socket.destroy();
    }
    return c.json({ errorCode: "E0000009", errorSummary: "Internal Server Error" }, 500);
  });
  const server = await new Promise<ServerType>((resolve) => {
    const made = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => resolve(made));
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stopHooks = deliver(org);
  const drill: DrillTenant = {
    origin,
    facade: origin,
    org,
    rates,
    faults,
    verifyHook: async (id) => {
      const hook = org.hooks.get(id);
      return hook !== undefined && verifyHook(org, hook);
    },
    stop: async () => {
      stopHooks();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
    },
  };
  return drill;
}
