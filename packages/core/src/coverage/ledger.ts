import type { CoverageSpan, CoverageStretch } from "./span.ts";

/**
 * Adds what was learnt to what was known: spans in order, none overlapping. What is learnt later counts; neighbours
 * that say the same become one.
 *
 * @example
 * learn([complete(0, 10)], gap(4, 6)) // complete 0–4, gap 4–6, complete 6–10
 */
export function learn(known: readonly CoverageSpan[], learnt: CoverageSpan): readonly CoverageSpan[] {
  if (learnt.until <= learnt.from) return known;
  const { from, until } = learnt;
  const rest = known.flatMap((span) =>
    span.until <= from || span.from >= until
      ? [span]
      : [
          { ...span, until: from },
          { ...span, from: until },
        ].filter((part) => part.until > part.from && (part.from === span.from || part.until === span.until)),
  );
  const merged: CoverageSpan[] = [];
  for (const span of [...rest, learnt].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    const joins =
      last !== undefined && last.until === span.from && last.state === span.state && last.reason === span.reason;
    if (joins)
      merged[merged.length - 1] = { ...last, until: span.until, knownAt: Math.max(last.knownAt, span.knownAt) };
    else merged.push(span);
  }
  return merged;
}

/** All of a time from `since` to `until`, stretch by stretch; what nobody knows is `unknown`. */
export function stretches(
  known: readonly CoverageSpan[],
  { since, until }: { readonly since: number; readonly until: number },
): readonly CoverageStretch[] {
  const all: CoverageStretch[] = [];
  let at = since;
  const nobody = (from: number, to: number): void => {
    if (to > from) all.push({ from, until: to, state: "unknown", reason: "never read" });
  };
  for (const span of known) {
    const from = Math.max(span.from, at);
    const to = Math.min(span.until, until);
    if (to <= from) continue;
    nobody(at, from);
    all.push({ from, until: to, state: span.state, reason: span.reason });
    at = to;
  }
  nobody(at, until);
  return all;
}

/** Whether a "no" about this time may be said: every moment of it is complete. */
export function isProven(
  known: readonly CoverageSpan[],
  span: { readonly since: number; readonly until: number },
): boolean {
  return stretches(known, span).every(({ state }) => state === "complete");
}
