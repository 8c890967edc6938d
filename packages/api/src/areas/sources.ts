import { z } from "zod";
import type { Route } from "../contract/route.ts";
import { utcOrNull } from "../contract/values.ts";

/** How far a source was read. Moments are `null` when there is none. */
export interface SourceState {
  /** The name by which hooks and people call it. */
  readonly name: string;
  readonly tenant: string;
  readonly source: string;
  /** When the place of reading last moved. */
  readonly cursorMoved: string | null;
  /** When the last event happened. */
  readonly lastEvent: string | null;
  /** Seconds between now and the moment up to which everything was read. */
  readonly lagSeconds: number | null;
  /** It has been silent for longer than it should. */
  readonly quiet: boolean;
  /** Why it cannot be read now, or `null`. */
  readonly problem: { readonly code: string; readonly detail: string } | null;
}

/** Every source, and how far it was read. */
export const listSources: Route<Readonly<Record<never, never>>, { readonly items: readonly SourceState[] }> = {
  name: "listSources",
  area: "sources",
  method: "get",
  path: "/api/v1/sources",
  scope: "read",
  summary: "Tell how far each source was read",
  input: z.strictObject({}),
  answer: z.object({
    items: z.array(
      z
        .object({
          name: z.string().meta({ description: "The name by which hooks and people call it" }),
          tenant: z.string(),
          source: z.string(),
          cursorMoved: utcOrNull("When the place of reading last moved"),
          lastEvent: utcOrNull("When the last event happened"),
          lagSeconds: z
            .number()
            .nullable()
            .meta({ description: "Seconds between now and the moment up to which everything was read" }),
          quiet: z.boolean().meta({ description: "It has been silent for longer than it should" }),
          problem: z
            .object({ code: z.string(), detail: z.string() })
            .nullable()
            .meta({ description: "Why it cannot be read now, or null" }),
        })
        .meta({ id: "SourceState", description: "How far a source was read" }),
    ),
  }),
  problems: [],
  example: {
    input: {},
    answer: {
      items: [
        {
          name: "acme",
          tenant: "acme",
          source: "okta.system_log",
          cursorMoved: "2026-01-05T09:10:00.000Z",
          lastEvent: "2026-01-05T09:09:58.000Z",
          lagSeconds: 122,
          quiet: false,
          problem: null,
        },
      ],
    },
  },
};
