import { health, metrics, openapi, openapiDocument, readiness } from "@nightlatch/client";
import { sql } from "kysely";
import { StoreError } from "../../store/store-error.ts";
import { HEADERS, Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";

/** A store that needs longer than this to say that it is there counts as away. */
const PATIENCE = 2000;

/** The service itself: that it runs, that it can answer, its figures, and the document of the interface. */
export function addService(routes: Routes, parts: ServerParts): void {
  const document = openapiDocument();

  routes.open(health, () => Promise.resolve(json({ status: "ok" })));

  routes.open(readiness, async () => {
    const there = Promise.all([sql`SELECT 1`.execute(parts.state.db), parts.events.query("SELECT 1 AS one")]);
    await within(PATIENCE, there);
    // A store that answers may still take nothing, which only those who write to it know.
    const stuck = parts.sources().find(({ trouble }) => trouble.startsWith("NL-STORE-FULL"));
    if (stuck !== undefined) throw new StoreError("NL-STORE-FULL", stuck.trouble);
    return json({ status: "ready" });
  });

  routes.raw(metrics, async () => {
    const text = await parts.metrics.text();
    return new Response(text, {
      headers: { ...HEADERS, "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    });
  });

  routes.json(openapi, () => document);
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal("NL-STORE-AWAY", "A store needs too long to answer")), milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

function json(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { ...HEADERS, "content-type": "application/json" } });
}
