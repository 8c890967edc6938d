import { z } from "zod";
import { count } from "./values.ts";

/** Some of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** What to give as `cursor` for the next page; `null` at the end. A page may be short, or empty, and have a next one. */
  readonly next: string | null;
}

/** Which page of a list. */
export interface PageQuery {
  /** `next` of the page before; opaque. */
  readonly cursor?: string | undefined;
  /** How many items at most, 1 to 500; 100 unless told otherwise. */
  readonly limit?: number | undefined;
}

/** The members of a page's query. */
export const PAGE_QUERY: {
  readonly cursor: z.ZodType<string | undefined>;
  readonly limit: z.ZodType<number | undefined>;
} = {
  cursor: z.string().min(1).max(600).optional().meta({ description: "`next` of the page before; opaque" }),
  limit: count("How many items at most; 100 unless told otherwise", { min: 1, max: 500 }).optional(),
};

/** The form of a page. */
export function pageOf<Item>(item: z.ZodType<Item>): z.ZodType<Page<Item>> {
  return z.object({ items: z.array(item), next: NEXT });
}

/** The cursor in an answer. */
export const NEXT: z.ZodType<string | null> = z
  .string()
  .nullable()
  .meta({ description: "What to give as `cursor` for the next page; null at the end" });
