import { OpenAPIHono, type RouteConfig } from "@hono/zod-openapi";
import { z } from "zod";
import { problem, ProblemBody, type ProblemCode, PROBLEMS } from "./contract/problem.ts";
import { type AnyRoute, AREAS, asksInAddress } from "./contract/route.ts";
import { ROUTES } from "./routes.ts";

/** The version of the contract: its first number changes when something is renamed, removed or means something else. */
const CONTRACT = "1.0.0";

const TOKEN = "token";

/** The OpenAPI 3.1 description of every route. */
export function openapiDocument(): Readonly<Record<string, unknown>> {
  const app = new OpenAPIHono();
  app.openAPIRegistry.registerComponent("securitySchemes", TOKEN, {
    type: "http",
    scheme: "bearer",
    description: "An API token (`nightlatch token create`)",
  });
  for (const route of ROUTES) app.openAPIRegistry.registerPath(described(route));
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Nightlatch",
      version: CONTRACT,
      description:
        "Findings, the events behind them, and how much of the time is covered. Every refusal is a problem of RFC 9457 with a stable `code`; docs/errors.md has a section for each.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: "/" }],
    tags: Object.entries(AREAS).map(([name, description]) => ({ name, description })),
  });
  // As plain data, without what is undefined.
  return JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
}

/** Codes with which a route can refuse: its own, and those that any has. */
export function problemsOf(route: AnyRoute): readonly ProblemCode[] {
  const guarded: readonly ProblemCode[] =
    route.scope === "none" ? [] : ["NL-API-TOKEN", "NL-API-SCOPE", "NL-STORE-AWAY", "NL-STORE-FULL"];
  const asked: readonly ProblemCode[] = Object.keys(route.input.shape).length === 0 ? [] : ["NL-API-INPUT"];
  const sent: readonly ProblemCode[] = asksInAddress(route)
    ? []
    : route.bytes === undefined
      ? ["NL-API-BODY", "NL-API-MEDIA"]
      : ["NL-API-BODY"];
  return [...new Set<ProblemCode>([...route.problems, ...asked, ...sent, ...guarded, "NL-INTERNAL-FAULT"])];
}

/** Names of the members that stand in the path. */
export function namesInPath(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
}

function described(route: AnyRoute): RouteConfig {
  const { name, area, method, path, scope, summary, description, status = 200 } = route;
  const media = route.media ?? "application/json";
  const good =
    status === 204 || status === 202
      ? { description: "Done" }
      : { description: "Done", content: { [media]: { schema: route.answer, example: route.example.answer } } };
  return {
    method,
    path,
    operationId: name,
    tags: [area],
    summary,
    ...(description === undefined ? {} : { description }),
    security: scope === "none" ? [] : [{ [TOKEN]: [scope] }],
    request: requestOf(route),
    responses: { [status]: good, ...refusals(problemsOf(route)) },
  };
}

function requestOf(route: AnyRoute): NonNullable<RouteConfig["request"]> {
  const inPath = namesInPath(route.path);
  const members = Object.entries(route.input.shape);
  const params = members.filter(([name]) => inPath.includes(name));
  const rest = members.filter(([name]) => !inPath.includes(name));
  const examples = route.example.input as Readonly<Record<string, unknown>>;
  const form = (of: typeof members): z.ZodObject =>
    z.object(Object.fromEntries(of.map(([name, schema]) => [name, withExample(schema, examples[name])])));
  const example = Object.fromEntries(Object.entries(examples).filter(([name]) => !inPath.includes(name)));
  return {
    ...(params.length === 0 ? {} : { params: form(params) }),
    ...(rest.length > 0 && asksInAddress(route) ? { query: form(rest) } : {}),
    ...(rest.length > 0 && !asksInAddress(route)
      ? {
          body: {
            required: true,
            content: { "application/json": { schema: z.strictObject(Object.fromEntries(rest)), example } },
          },
        }
      : {}),
    ...(route.bytes === undefined
      ? {}
      : {
          body: {
            required: true,
            content: { [route.takes ?? "application/json"]: { schema: z.unknown(), example: {} } },
          },
        }),
  };
}

function withExample(schema: z.ZodType, example: unknown): z.ZodType {
  return example === undefined ? schema : schema.meta({ ...schema.meta(), example });
}

/** One answer for each status; several codes may share one. */
function refusals(codes: readonly ProblemCode[]): RouteConfig["responses"] {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join(". "),
        content: {
          "application/problem+json": { schema: ProblemBody, example: exampleOf(same) },
        },
      },
    ]),
  );
}

function exampleOf([first = "NL-INTERNAL-FAULT"]: readonly ProblemCode[]): unknown {
  return problem(first, `${PROBLEMS[first].title}, in more words`);
}
