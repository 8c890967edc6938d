import { z } from "zod";
import type { Route } from "../contract/route.ts";

type Nothing = Readonly<Record<never, never>>;
const input = z.strictObject({});

/** The process runs. */
export const health: Route<Nothing, { readonly status: "ok" }> = {
  name: "health",
  area: "service",
  method: "get",
  path: "/healthz",
  scope: "none",
  summary: "Tell that the process runs",
  input,
  answer: z.object({ status: z.literal("ok") }),
  problems: [],
  example: { input: {}, answer: { status: "ok" } },
};

/** The service can answer: its stores are there and take what comes. */
export const readiness: Route<Nothing, { readonly status: "ready" }> = {
  name: "readiness",
  area: "service",
  method: "get",
  path: "/readyz",
  scope: "none",
  summary: "Tell that the service can answer: its stores are there and take what comes",
  input,
  answer: z.object({ status: z.literal("ready") }),
  problems: ["NL-STORE-AWAY", "NL-STORE-FULL", "NL-API-BUSY"],
  example: { input: {}, answer: { status: "ready" } },
};

/** Figures for Prometheus. */
export const metrics: Route<Nothing, string> = {
  name: "metrics",
  area: "service",
  method: "get",
  path: "/metrics",
  scope: "read",
  summary: "Read figures in the text format of Prometheus",
  input,
  answer: z.string(),
  media: "text/plain",
  problems: [],
  example: {
    input: {},
    answer:
      "# HELP nightlatch_streams Open streams of findings\n# TYPE nightlatch_streams gauge\nnightlatch_streams 2\n",
  },
};

/** This document. */
export const openapi: Route<Nothing, Readonly<Record<string, unknown>>> = {
  name: "openapi",
  area: "service",
  method: "get",
  path: "/openapi.json",
  scope: "read",
  summary: "Read this document",
  input,
  answer: z.record(z.string(), z.unknown()),
  problems: [],
  example: { input: {}, answer: { openapi: "3.1.0" } },
};
