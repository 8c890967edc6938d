import { createHash } from "node:crypto";
import { type EventRecord, findEvents, getEvent, lookUpEvents } from "@nightlatch/client";
import type { StoredEvent } from "../../store/events/index.ts";
import { readCursor, writeCursor } from "../http/cursor.ts";
import { Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { utc } from "./rfc3339.ts";

const PAGE = 100;

/** Events: by uid, and by a question. */
export function addEvents(routes: Routes, { events, find, now }: ServerParts): void {
  routes.json(findEvents, async ({ query, tenant, cursor, limit = PAGE }) => {
    if (find === undefined)
      throw new Refusal("NL-API-FIND", "This service answers no questions; ask for events by their uids");
    const [after] = cursor === undefined ? [undefined] : readCursor(cursor, ["text"]);
    const found = await find({ query, tenant, after, limit, now: now() });
    if ("problem" in found) {
      const { reason, at } = found.problem;
      throw new Refusal("NL-API-QUERY", reason, { errors: [{ place: "query", reason, at }] });
    }
    return {
      items: found.events.map(recordOf),
      next: found.next === undefined ? null : writeCursor([found.next]),
    };
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
