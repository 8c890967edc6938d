import type { AnyRoute, Route } from "@nightlatch/client";
import type { Context, Hono } from "hono";
import type { ApiToken } from "../../store/state/index.ts";
import type { ServerParts } from "../parts.ts";
import { admit } from "./guard.ts";
import { inputOf } from "./input.ts";
import { HEADERS } from "./refusal.ts";

/** What is remembered of each request: the name and the path of the route it went to, as the contract has them. */
export interface AppEnv {
  Variables: { route: string; path: string };
}

/** The app behind every route. */
export type App = Hono<AppEnv>;

/** Who asks: the token that was shown. */
export type Caller = ApiToken;

/** Answers what a route asks for. */
export type Handler<Input, Answer> = (input: Input, caller: Caller) => Answer | Promise<Answer>;

/** Puts routes of the contract into an app; each is guarded, and its input has the form that the contract says. */
export class Routes {
  readonly #app: App;
  readonly #parts: ServerParts;
  /** Methods by path, for those that a path does not have. */
  readonly #methods = new Map<string, string[]>();

  constructor(app: App, parts: ServerParts) {
    this.#app = app;
    this.#parts = parts;
  }

  /** A route behind a token, answered in JSON. */
  json<Input, Answer>(route: Route<Input, Answer>, handler: Handler<Input, Answer>): void {
    this.raw(route, async (input, _, caller) => {
      const body = JSON.stringify(await handler(input, caller));
      return new Response(body, {
        status: route.status ?? 200,
        headers: { ...HEADERS, "content-type": "application/json" },
      });
    });
  }

  /** A route behind a token that makes its answer itself. */
  raw<Input>(
    route: Route<Input, unknown>,
    handler: (input: Input, context: Context, caller: Caller) => Response | Promise<Response>,
  ): void {
    const { scope } = route;
    if (scope === "none") throw new TypeError(`The route "${route.name}" has no scope; it would be open`);
    const { state, now } = this.#parts;
    this.open(route, async (context) => {
      const authorization = context.req.header("authorization");
      const caller = await admit(state, { authorization, scope, now: now() });
      return handler(await inputOf(context, route), context, caller);
    });
  }

  /** A route that says itself who may ask. */
  open(route: AnyRoute, handler: (context: Context) => Promise<Response>): void {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    this.#methods.set(path, [...(this.#methods.get(path) ?? []), route.method.toUpperCase()]);
    this.#app.on(route.method.toUpperCase(), path, async (context) => {
      context.set("route", route.name);
      context.set("path", route.path);
      return handler(context);
    });
  }

  /** Which methods each path has; to be asked when everything is in. */
  get methods(): ReadonlyMap<string, readonly string[]> {
    return this.#methods;
  }
}
