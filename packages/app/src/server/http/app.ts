import { PROBLEMS } from "@nightlatch/client";
import { type Context, Hono } from "hono";
import { addCases } from "../areas/cases.ts";
import { addCoverage } from "../areas/coverage.ts";
import { addEvents } from "../areas/events.ts";
import { addFindings } from "../areas/findings.ts";
import { addHooks } from "../areas/hooks.ts";
import { addOutbox } from "../areas/outbox.ts";
import { addRespond } from "../areas/respond.ts";
import { addService } from "../areas/service.ts";
import { addSignals } from "../areas/signals.ts";
import { addSources } from "../areas/sources.ts";
import { addStream, type StreamSettings } from "../areas/stream.ts";
import { addSuppressions } from "../areas/suppressions.ts";
import { addTokens } from "../areas/tokens.ts";
import { serverFigures } from "../metrics/server-figures.ts";
import type { ServerParts } from "../parts.ts";
import { Refusal, refusalOf, refusalResponse } from "./refusal.ts";
import { type App, type AppEnv, Routes } from "./routes.ts";

/** The interface without its socket: every route of the contract, and a refusal for everything else. */
export function createApp(parts: ServerParts, streams: StreamSettings): App {
  const app: App = new Hono({ strict: true });
  const figures = serverFigures(parts);
  app.use(async (context, next) => {
    const begun = performance.now();
    const span = parts.tracer?.start(context.req.method, context.req.header("traceparent"));
    await next();
    const { status } = context.res;
    figures.answered(routeOf(context), status, (performance.now() - begun) / 1000);
    span?.end({ route: (context.get("path") as string | undefined) ?? "none", status });
  });
  const routes = new Routes(app, parts);
  // A fixed path stands before one with a name in the same place.
  addStream(routes, parts, { ...streams, count: figures.streams });
  addFindings(routes, parts);
  addEvents(routes, parts);
  addCases(routes, parts);
  addRespond(routes, parts);
  addCoverage(routes, parts);
  addSources(routes, parts);
  addOutbox(routes, parts);
  addSuppressions(routes, parts);
  addTokens(routes, parts);
  addHooks(routes, parts);
  addSignals(routes, parts);
  addService(routes, parts);
  for (const [path, methods] of routes.methods)
    app.all(path, () => {
      const allow = methods.join(", ");
      throw new Refusal("NL-API-METHOD", `This address has only ${allow}`, { headers: { allow } });
    });
  app.notFound(() =>
    refusalResponse(new Refusal("NL-API-PATH", "There is nothing here; docs/api.md lists what there is")),
  );
  app.onError((error, context) => {
    const refusal = refusalOf(error);
    // What whoever asked can mend is no trouble of the service.
    if (refusal !== error && PROBLEMS[refusal.code].status >= 500) parts.trouble({ route: routeOf(context), error });
    return refusalResponse(refusal);
  });
  return app;
}

/** `none` where no route was reached. */
function routeOf(context: Context<AppEnv>): string {
  return (context.get("route") as string | undefined) ?? "none";
}
