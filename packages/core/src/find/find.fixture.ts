import fc from "fast-check";
import { FIND_FIELDS } from "./fields.ts";
import type { FindNode, FindPattern, FindQuery, FindTime } from "./query.ts";

/** Words that queries and events share, so that they often meet. */
const FIND_WORDS: readonly string[] = [
  "a", "A", "ab", "aXb", "b", "%", "_", "*", "?", "\\", '"', "'", " ", "a b", "(", ",", "=", "and", "or", "not",
  "Zoë", "ZOË", "straße", "İ", "i̇", "ς", "Σ", "\u212a", "k", "😀", "5", "05", "-5", "5.5", "true", "SUCCESS",
  "192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1", "0oa1", "AppInstance", "user.session.start",
]; // prettier-ignore

export const findWord: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...FIND_WORDS) },
  fc.string({ unit: "binary", minLength: 1, maxLength: 2 }).filter((text) => text.isWellFormed()),
);

const BLOCKS = ["192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32", "::/0", "::ffff:192.0.2.0/120", "192.0.2.7/32"] as const;
const gap = fc.constantFrom({ gap: "*" as const }, { gap: "?" as const });

/** Patterns as the parser gives them: no empty text, and no two texts side by side. */
const pattern: fc.Arbitrary<FindPattern> = fc
  .array(fc.oneof({ weight: 3, arbitrary: findWord }, gap), { maxLength: 4 })
  .map((parts) => {
    const tidy: (string | { readonly gap: "*" | "?" })[] = [];
    for (const part of parts) {
      const last = tidy.at(-1);
      if (typeof part === "string" && typeof last === "string") tidy[tidy.length - 1] = last + part;
      else tidy.push(part);
    }
    return tidy;
  });

const names = FIND_FIELDS.filter(({ kind }) => kind === "text" || kind === "number").map(({ name }) => name);
const PATHS = [
  "outcome.reason",
  "record.severity",
  "actor.displayName",
  "target.displayName",
  "target.detailEntry.x",
  "debugContext.debugData.risk",
  "debugContext.debugData.odd",
  "securityContext.asNumber",
  "client.geographicalContext.geolocation.lat",
  "target.id.x",
  "actor.no",
] as const;
const any = fc.array(pattern, { minLength: 1, maxLength: 3 });
const kind = fc.constantFrom("is" as const, "holds" as const);

const term: fc.Arbitrary<FindNode> = fc.oneof(
  fc.record({ kind, field: fc.constantFrom(...names, ...PATHS), any }),
  fc.record({
    kind: fc.constant("is" as const),
    field: fc.constant("ip"),
    any: fc.array(
      fc.oneof(fc.constantFrom(...BLOCKS), fc.constantFrom("192.0.2.7", "2001:db8::1")).map((one) => [one]),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  fc.record({
    kind: fc.constant("is" as const),
    field: fc.constantFrom("proxy", "threat"),
    any: fc.constantFrom([["true"]], [["false"]], [["True"]]),
  }),
  fc.record({ kind: fc.constant("holds" as const), field: fc.constant("text"), any }),
  fc.record({
    kind: fc.constant("compare" as const),
    field: fc.constantFrom("asn", ...PATHS),
    by: fc.constantFrom("<" as const, "<=" as const, ">" as const, ">=" as const),
    to: fc.constantFrom(0, 5, -5, 5.5, 0.3, 64496, 999_999_999_999_999),
  }),
);

/** Conditions as the parser gives them: nothing of a kind directly inside the same kind. */
const findNodes: fc.Arbitrary<FindNode> = fc.letrec<{ node: FindNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { weight: 4, arbitrary: term },
    fc
      .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(tie("node"), { minLength: 2, maxLength: 3 }))
      .map(([joint, all]) => ({ kind: joint, of: all.flatMap((one) => (one.kind === joint ? one.of : [one])) })),
    tie("node").map((of) => ({ kind: "not" as const, of })),
  ),
})).node;

const time: fc.Arbitrary<FindTime> = fc.oneof(
  fc.integer({ min: 0, max: 99_999 }).map((seconds) => ({ ago: seconds * 1000 })),
  fc.integer({ min: 0, max: 99_999 }).map((weeks) => ({ ago: weeks * 7 * 86_400_000 })),
  fc.integer({ min: 0, max: 4_000_000_000_000 }).map((at) => ({ at })),
);

export const findQueries: fc.Arbitrary<FindQuery> = fc.record(
  {
    since: time,
    until: time,
    where: fc.oneof({ weight: 5, arbitrary: findNodes }, fc.constant({ kind: "and" as const, of: [] })),
  },
  { requiredKeys: ["where"] },
);
