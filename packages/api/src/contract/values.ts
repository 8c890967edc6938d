import { z } from "zod";

/** A moment that goes in: RFC 3339, with any offset. */
export function moment(description: string): z.ZodType<string> {
  return z.iso.datetime({ offset: true }).meta({ description: `${description}, RFC 3339` });
}

/** A moment that comes out: RFC 3339, UTC. */
export function utc(description: string): z.ZodType<string> {
  return z.iso.datetime().meta({ description: `${description}, RFC 3339 in UTC` });
}

/** A moment that comes out, or `null` when it did not happen. */
export function utcOrNull(description: string): z.ZodType<string | null> {
  return z.iso
    .datetime()
    .nullable()
    .meta({ description: `${description}, RFC 3339 in UTC; null when there is none` });
}

/** A short text on one line, as people write it. */
export function line(description: string, longest = 200): z.ZodType<string> {
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[ -~\u00a0-\uffff]*$/, "Control characters are not wanted")
    .meta({ description });
}

/** A whole number out of a query, where everything is text. */
export function count(description: string, bounds: { readonly min: number; readonly max: number }): z.ZodType<number> {
  return z.coerce.number().int().min(bounds.min).max(bounds.max).meta({ description });
}

/** How severe a claim is, from least to most; `high` and `critical` mean: wake somebody. */
export type Severity = "informational" | "low" | "medium" | "high" | "critical";

/** The form of a severity. */
export const SeverityName: z.ZodType<Severity> = z
  .enum(["informational", "low", "medium", "high", "critical"])
  .meta({ description: "`high` and `critical` mean: wake somebody" });
