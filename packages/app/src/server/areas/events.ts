import { createHash } from "node:crypto";
import { type EventRecord, findEvents, getEvent, lookUpEvents } from "@nightlatch/client";
import { parseFind } from "@nightlatch/core";
import { find } from "../../hunt/find.ts";
import { readFoundCursor, writeFoundCursor } from "../../hunt/found-cursor.ts";
import type { StoredEvent } from "../../store/events/index.ts";
import { Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { utc } from "./rfc3339.ts";

const PAGE = 100;

/** Events: by uid, and by a question. */
export function addEvents(routes: Routes, { events, now: clock }: ServerParts): void {
  routes.json(findEvents, async ({ query: text, tenant, cursor, limit = PAGE }) => {
    const parsed = parseFind(text);
    if ("problem" in parsed) {
      const { message, at } = parsed.problem;
      throw new Refusal("NL-API-QUERY", message, { errors: [{ place: "query", reason: message, at }] });
    }
    const begun = cursor === undefined ? { now: clock(), place: undefined } : readFoundCursor(cursor);
    if (begun === undefined)
      throw new Refusal("NL-API-CURSOR", "The cursor is none; give `next` of the page before, unchanged");
    const { now, place: after } = begun;
    const found = await find(events, { tenant, query: parsed.query, now }, { limit, after });
    const next = found.next === undefined ? null : writeFoundCursor({ now, place: found.next });
    return { items: found.events.map(recordOf), next };
  });

  routes.json(getEvent, async ({ tenant, uid }) => {
    const found = await events.byUid(tenant, [uid]);
    if (found.length === 0) throw new Refusal("NL-API-MISSING", "There is no such event in the store");
    return { items: found.map(recordOf) };
  });

  routes.json(lookUpEvents, async ({ tenant, uids }) => {
    const found = await events.byUid(tenant, [...new Set(uids)]);
    const there = new Set(found.map(({ uid }) => uid));
    return { items: found.map(recordOf), missing: [...new Set(uids)].filter((uid) => !there.has(uid)) };
  });
}

function recordOf({ tenant, source, uid, time, received, raw }: StoredEvent): EventRecord {
  const sha256 = createHash("sha256").update(raw).digest("hex");
  const base = { tenant, source, uid, time: utc(time), received: utc(received), sha256 };
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
    return { ...base, raw: text, encoding: "utf-8" };
  } catch {
    return { ...base, raw: Buffer.from(raw).toString("base64"), encoding: "base64" };
  }
}
