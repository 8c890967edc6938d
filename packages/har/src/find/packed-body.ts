import { fromBase64 } from "../encoding/base64.ts";
import { isWholeBase64 } from "./body.ts";
import { type Context, type Judge, MOST_UNPACKED, type Span } from "./judge.ts";
import { isBinaryHead, isTextual } from "./tokens.ts";
import type { View } from "./view.ts";

/** A body in brotli or zstd, when it was left packed: unpacked by who can, else taken out. */
export function packedBody(
  judge: Judge,
  view: View,
  span: Span,
  { context, coding }: { readonly context: Context; readonly coding: string },
): void {
  const packed = isWholeBase64(view.bytes, span) ? fromBase64(view.bytes, span.start, span.end) : undefined;
  // Some programs write packed bytes as if they were text; that is not to be undone for sure.
  if (packed === undefined && !isTextual(view.bytes.subarray(span.start, Math.min(span.end, span.start + 512)))) {
    judge.withhold(view, span, context, `Packed in ${coding}, and written as text`);
    return;
  }
  if (packed === undefined || isTextual(packed.subarray(0, 512)) || isBinaryHead(view.bytes, span)) {
    judge.read.body(judge, view, span, context);
    return;
  }
  const bytes = judge.unpack?.(coding, packed, MOST_UNPACKED);
  if (bytes === undefined) judge.withhold(view, span, context, `Packed in ${coding}, which was not unpacked`);
  else
    judge.decoded(view, { ...span, codec: "other", bytes }, context, (inner, all) =>
      judge.read.body(judge, inner, all, context),
    );
}
