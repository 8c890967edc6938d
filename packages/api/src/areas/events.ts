import { z } from "zod";
import { type Page, PAGE_QUERY, pageOf, type PageQuery } from "../contract/page.ts";
import type { Route } from "../contract/route.ts";
import { line, utc } from "../contract/values.ts";

/** A record of a source, byte for byte. */
export interface EventRecord {
  readonly tenant: string;
  readonly source: string;
  readonly uid: string;
  /** When it happened, and when it reached us, RFC 3339. */
  readonly time: string;
  readonly received: string;
  /** SHA-256 of the record's bytes, hexadecimal. */
  readonly sha256: string;
  /** The record as its source wrote it. */
  readonly raw: string;
  /** How `raw` stands for the bytes; `base64` for the rare record that is no UTF-8. */
  readonly encoding: "utf-8" | "base64";
}

const EventRecordBody: z.ZodType<EventRecord> = z
  .object({
    tenant: z.string(),
    source: z.string(),
    uid: z.string(),
    time: utc("When it happened"),
    received: utc("When it reached us"),
    sha256: z.string().meta({ description: "SHA-256 of the record's bytes, hexadecimal" }),
    raw: z.string().meta({ description: "The record as its source wrote it" }),
    encoding: z
      .enum(["utf-8", "base64"])
      .meta({ description: "How `raw` stands for the bytes; base64 for a record that is no UTF-8" }),
  })
  .meta({ id: "EventRecord", description: "A record of a source, byte for byte" });

const EXAMPLE: EventRecord = {
  tenant: "acme",
  source: "okta.system_log",
  uid: "11111111-1111-4111-8111-111111111111",
  time: "2026-01-05T09:05:00.000Z",
  received: "2026-01-05T09:05:04.000Z",
  sha256: "f345440f0cabe4a6c2fba6bfb6cf3e73a67cf0fcbb4a1d7e1ef9dfc5c2ab8b3e",
  raw: '{"uuid":"11111111-1111-4111-8111-111111111111"}',
  encoding: "utf-8",
};

/** One event by its uid: one record for each source that has it. */
export const getEvent: Route<
  { readonly tenant: string; readonly uid: string },
  { readonly items: readonly EventRecord[] }
> = {
  name: "getEvent",
  area: "events",
  method: "get",
  path: "/api/v1/events/{tenant}/{uid}",
  scope: "read",
  summary: "Read an event by its uid: one record for each source that has it",
  input: z.strictObject({ tenant: line("The tenant"), uid: line("The event's uid") }),
  answer: z.object({ items: z.array(EventRecordBody) }),
  problems: ["NL-API-MISSING"],
  example: { input: { tenant: "acme", uid: EXAMPLE.uid }, answer: { items: [EXAMPLE] } },
};

/** What many uids stand for. */
export interface EventsOfUids {
  readonly items: readonly EventRecord[];
  /** Uids that the store does not have. */
  readonly missing: readonly string[];
}

/** Many events by their uids, such as all that a finding rests on. */
export const lookUpEvents: Route<{ readonly tenant: string; readonly uids: readonly string[] }, EventsOfUids> = {
  name: "lookUpEvents",
  area: "events",
  method: "post",
  path: "/api/v1/events/lookup",
  scope: "read",
  summary: "Read many events by their uids, such as all that a finding rests on",
  input: z.strictObject({
    tenant: line("The tenant"),
    uids: z.array(line("A uid")).min(1).max(200).meta({ description: "1 to 200 uids" }),
  }),
  answer: z.object({
    items: z.array(EventRecordBody),
    missing: z.array(z.string()).meta({ description: "Uids that the store does not have" }),
  }),
  problems: [],
  example: {
    input: { tenant: "acme", uids: [EXAMPLE.uid, "22222222-2222-4222-8222-222222222222"] },
    answer: { items: [EXAMPLE], missing: ["22222222-2222-4222-8222-222222222222"] },
  },
};

/** A question over events. */
export interface EventQuery extends PageQuery {
  readonly tenant?: string | undefined;
  /** In the language of `nightlatch find`. */
  readonly query: string;
}

/** Events by a question. */
export const findEvents: Route<EventQuery, Page<EventRecord>> = {
  name: "findEvents",
  area: "events",
  method: "get",
  path: "/api/v1/events",
  scope: "read",
  summary: "Find events by a question",
  description:
    "The language is that of `nightlatch find` (docs/find.md); the newest come first. A question that cannot be read is answered with the place.",
  input: z.strictObject({
    ...PAGE_QUERY,
    tenant: line("Only of this tenant").optional(),
    query: z.string().max(4000).meta({ description: "The question; of everything when it is empty" }),
  }),
  answer: pageOf(EventRecordBody),
  problems: ["NL-API-QUERY", "NL-STORE-QUERY", "NL-STORE-LIMIT", "NL-API-CURSOR"],
  example: {
    input: { tenant: "acme", query: "user=jo@example.com since=7d", limit: 20 },
    answer: { items: [EXAMPLE], next: null },
  },
};
