import { z } from "zod";
import type { Route } from "../contract/route.ts";
import { utcOrNull } from "../contract/values.ts";

/** How far a source was read. Moments are `null` when there is none. */
export interface SourceState {
  readonly tenant: string;
  readonly source: string;
  /** When its log was last read. */
  readonly lastRead: string | null;
  /** When its last event happened. */
  readonly lastEvent: string | null;
  /** Seconds between now and the moment up to which everything was read. */
  readonly lagSeconds: number | null;
  /** The end of its log was reached; history is still being read otherwise. */
  readonly caughtUp: boolean;
  /** It has been silent for longer than it should. */
  readonly quiet: boolean;
  /** Code of why it cannot be read now, or `null`. */
  readonly problem: string | null;
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
          tenant: z.string(),
          source: z.string(),
          lastRead: utcOrNull("When its log was last read"),
          lastEvent: utcOrNull("When its last event happened"),
          lagSeconds: z
            .number()
            .nullable()
            .meta({ description: "Seconds between now and the moment up to which everything was read" }),
          caughtUp: z.boolean().meta({ description: "The end of its log was reached" }),
          quiet: z.boolean().meta({ description: "It has been silent for longer than it should" }),
          problem: z.string().nullable().meta({ description: "Code of why it cannot be read now, or null" }),
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
          tenant: "acme",
          source: "okta.system_log",
          lastRead: "2026-01-05T09:10:00.000Z",
          lastEvent: "2026-01-05T09:09:58.000Z",
          lagSeconds: 122,
          caughtUp: true,
          quiet: false,
          problem: null,
        },
      ],
    },
  },
};
