/** What a scope or a case starts from. */
export interface Seed {
  readonly kind: SeedKind;
  /** An id or a text; of a span two times in RFC 3339 with a slash between them. */
  readonly value: string;
}

export type SeedKind = "session" | "user" | "address" | "token" | "agent" | "finding" | "span";

const KINDS: ReadonlySet<string> = new Set<SeedKind>([
  "session",
  "user",
  "address",
  "token",
  "agent",
  "finding",
  "span",
]);

/** What a value looks like by itself: ids of Okta begin with their kind (developer.okta.com, "Okta IDs"). */
const LOOKS: readonly (readonly [looks: RegExp, kind: SeedKind])[] = [
  [/^nl-[0-9a-f]{16}$/, "finding"],
  [/^00u\w{17}$/, "user"],
  [/^[^\s@:/]+@[^\s@:/]+$/, "user"],
  [/^00T\w{17}$/, "token"],
  [/^(?:\d{1,3}\.){3}\d{1,3}$/, "address"],
  [/^(?=.*:.*:)[\da-f:.]+$/i, "address"],
  [/^(?:idx|102|trs)[\w-]{6,}$/, "session"],
  [/^\d{4}-\d\d-\d\d[^/]*\/\d{4}-\d\d-\d\d[^/]*$/, "span"],
  [/^[\w.-]+\/\d/, "agent"],
];

/**
 * Reads a seed: `kind:value`, or a value that says its kind by its looks. `undefined` when it says nothing.
 *
 * @example
 * readSeed("203.0.113.7") // { kind: "address", value: "203.0.113.7" }
 * readSeed("agent:curl/8.1") // { kind: "agent", value: "curl/8.1" }
 */
export function readSeed(text: string): Seed | undefined {
  const trimmed = text.trim();
  const colon = trimmed.indexOf(":");
  const named = colon > 0 ? trimmed.slice(0, colon) : "";
  const seed =
    isSeedKind(named) && trimmed.length > colon + 1
      ? { kind: named, value: trimmed.slice(colon + 1).trim() }
      : looksLike(trimmed);
  return seed?.kind === "span" && spanOf(seed) === undefined ? undefined : seed;
}

function looksLike(value: string): Seed | undefined {
  const kind = LOOKS.find(([looks]) => looks.test(value))?.[1];
  return kind === undefined ? undefined : { kind, value };
}

/** The form in which a seed is written. */
export function seedText({ kind, value }: Seed): string {
  return `${kind}:${value}`;
}

/** The time that a seed of kind `span` means, in milliseconds; `undefined` for any other. */
export function spanOf({ kind, value }: Seed): { readonly since: number; readonly until: number } | undefined {
  if (kind !== "span") return undefined;
  const [since = Number.NaN, until = Number.NaN] = value.split("/").map((text) => Date.parse(text));
  return since < until ? { since, until } : undefined;
}

function isSeedKind(text: string): text is SeedKind {
  return KINDS.has(text);
}
