import { binary } from "../encoding/binary.ts";
import { isPseudonym } from "../secret/classes.ts";
import { isHarmlessClaim, partText } from "../secret/jwt.ts";
import type { Context, Judge, Span } from "./judge.ts";
import type { View } from "./view.ts";

/**
 * A token that was scrubbed before: its header and claims hold nothing but harmless members and pseudonyms, else it
 * goes again, whole. @returns where reading goes on; undefined when this is no scrubbed token.
 */
export function checkScrubbed(judge: Judge, view: View, { start, end }: Span, context: Context): number | undefined {
  const text = binary(view.bytes, start, Math.min(end, view.bytes.length));
  const match = /^(ey[\w-]+)\.([\w-]*)\.([a-z]+#[0-9a-f]{12})$/.exec(text);
  if (match === null || !isPseudonym(match[3] ?? "")) return undefined;
  if (![match[1], match[2]].every((part) => isClean(partText(part ?? ""))))
    judge.found(view, { start, end: end - (match[3] ?? "").length - 1 }, "jwt", context);
  return end;
}

/** Whether a part holds only harmless members, numbers and pseudonyms. */
function isClean(json: string): boolean {
  try {
    const value: unknown = json === "" ? {} : JSON.parse(json);
    return (
      typeof value === "object" &&
      value !== null &&
      Object.entries(value).every(
        ([name, member]) =>
          isHarmlessClaim(name) ||
          typeof member === "number" ||
          typeof member === "boolean" ||
          (typeof member === "string" && isPseudonym(member)),
      )
    );
  } catch {
    return false;
  }
}
