import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { namesInPath, openapiDocument, problemsOf, PROBLEMS, ROUTES } from "./index.ts";

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly example?: unknown }>> }>
  >;
}

const document = openapiDocument() as unknown as {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
};
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

describe("the contract", () => {
  it("AP-40 docs/openapi.json is what the routes say", () => {
    const file = join(import.meta.dirname, "..", "..", "..", "docs", "openapi.json");
    const wanted = `${JSON.stringify(openapiDocument(), null, 2)}\n`;
    const advice = "docs/openapi.json is old; write it anew with node --conditions=source tools/write-openapi.ts";
    expect(readFileSync(file, "utf8") === wanted ? "" : advice).toBe("");
  });

  it("AP-41 every route is described: a summary, how it can refuse, examples, what each parameter is", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(operations).toHaveLength(ROUTES.length);
    for (const operation of operations) {
      const { operationId, summary, parameters = [], requestBody, responses, tags } = operation;
      expect([operationId, summary.length > 10, tags.length]).toEqual([operationId, true, 1]);
      for (const parameter of parameters)
        expect([operationId, parameter.name, (parameter.description ?? "").length > 0]).toEqual([
          operationId,
          parameter.name,
          true,
        ]);
      const contents = [requestBody, ...Object.values(responses)].flatMap((part) => Object.values(part?.content ?? {}));
      for (const content of contents) expect([operationId, content.example !== undefined]).toEqual([operationId, true]);
      expect(Object.keys(responses).some((status) => Number(status) >= 400)).toBe(true);
    }
  });

  it("AP-41 every reference in the document leads somewhere", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, name = ""] of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it("AP-42 every example has the form that the contract says", () => {
    for (const route of ROUTES) {
      const { name, input, answer, example } = route;
      expect([name, input.safeParse(example.input).error, answer.safeParse(example.answer).error]).toEqual([
        name,
        undefined,
        undefined,
      ]);
    }
  });

  it("AP-43 names of routes, and methods of paths, are given once", () => {
    const names = ROUTES.map(({ name }) => name);
    const addresses = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const { path, input, name } of ROUTES)
      for (const member of namesInPath(path))
        expect([name, Object.keys(input.shape)]).toEqual([name, expect.arrayContaining([member])]);
  });

  it("AP-44 what goes in is closed: a member that the contract does not name is refused", () => {
    for (const { name, input, example } of ROUTES) {
      const given = { ...(example.input as object), surprise: 1 };
      expect([name, input.safeParse(given).success]).toEqual([name, false]);
    }
  });

  it("AP-45 every code of a refusal has a status, and some route can give it", () => {
    const given = new Set(ROUTES.flatMap((route) => problemsOf(route)));
    // These are given before there is a route.
    for (const code of ["NL-API-PATH", "NL-API-METHOD", "NL-API-SLOW", "NL-API-HEADERS"] as const) given.add(code);
    expect(Object.keys(PROBLEMS).filter((code) => !given.has(code as keyof typeof PROBLEMS))).toEqual([]);
  });
});
