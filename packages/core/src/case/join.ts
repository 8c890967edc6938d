import { MANY_PEOPLE } from "../scope/index.ts";
import type { Case } from "./case.ts";
import type { FindingInCase, JoinReason } from "./entry.ts";

/** How many people besides those robbed were seen at an address; an address that is not in it has nobody else. */
export type PeopleAt = ReadonlyMap<string, number>;

/** An address that is shared with a case and by too many people to say anything. */
export interface NotBy {
  readonly value: string;
  readonly people: number;
}

/** What becomes of a finding: it opens a case, or joins one, into which it may draw others. */
export type Joining =
  | { readonly kind: "open"; readonly notBy: readonly NotBy[] }
  | {
      readonly kind: "join";
      readonly into: string;
      readonly why: readonly JoinReason[];
      readonly notBy: readonly NotBy[];
      /** Cases that turn out to be the same, through this finding. */
      readonly merges: readonly { readonly case: string; readonly why: readonly JoinReason[] }[];
    };

/** Names of users that are nobody: the provider itself, and sign-ins of unknown names. */
const NOBODY: ReadonlySet<string> = new Set(["", "unknown", "system@okta.com"]);

/**
 * Joins a finding to the open cases with which it shares a session, a user, a token or an address. An address that
 * many people share joins nothing. The oldest case goes on; the others are merged into it, so that the cases are the
 * same in whatever order the findings come.
 */
export function joiningOf(finding: FindingInCase, cases: readonly Case[], peopleAt: PeopleAt): Joining {
  const shares = cases
    .filter(({ status }) => status === "open")
    .sort((a, b) => a.opened.at - b.opened.at || order(a.id) - order(b.id))
    .map((one) => ({ id: one.id, ...reasonsFor(finding, one, peopleAt) }));
  const notBy = [...new Map(shares.flatMap((one) => one.notBy).map((one) => [one.value, one])).values()];
  const [first, ...rest] = shares.filter(({ why }) => why.length > 0);
  if (first === undefined) return { kind: "open", notBy };
  return {
    kind: "join",
    into: first.id,
    why: first.why,
    notBy,
    merges: rest.map(({ id, why }) => ({ case: id, why })),
  };
}

/** Everything that a finding and a case have in common, and what they share that many others share too. */
export function reasonsFor(
  finding: FindingInCase,
  into: Pick<Case, "findings" | "seeds">,
  peopleAt: PeopleAt,
): { readonly why: readonly JoinReason[]; readonly notBy: readonly NotBy[] } {
  const why: JoinReason[] = [];
  const notBy: NotBy[] = [];
  const mine = keysOf(finding);
  for (const { finding: other } of into.findings) {
    if (other.id === finding.id) continue;
    const theirs = new Set(keysOf(other).map(({ by, value }) => `${by}\n${value}`));
    for (const { by, value } of mine) if (theirs.has(`${by}\n${value}`)) consider({ by, value, with: other.id });
  }
  for (const { kind, value } of into.seeds) {
    const hit = kind === "finding" ? finding.id === value : mine.some((key) => key.by === kind && key.value === value);
    if (hit) consider({ by: kind === "address" ? "address" : "seed", value, with: `${kind}:${value}` });
  }
  return { why, notBy };

  function consider(reason: JoinReason): void {
    const people = reason.by === "address" ? (peopleAt.get(reason.value) ?? 0) : 0;
    if (people >= MANY_PEOPLE) notBy.push({ value: reason.value, people });
    else why.push(reason);
  }
}

function keysOf(
  finding: FindingInCase,
): readonly { readonly by: "session" | "user" | "token" | "address"; readonly value: string }[] {
  const { users, sessions, tokens, addresses } = finding;
  return [
    ...sessions.map((value) => ({ by: "session" as const, value })),
    ...tokens.map((value) => ({ by: "token" as const, value })),
    ...users
      .filter(({ id, name }) => !NOBODY.has(id) && !NOBODY.has(name))
      .map(({ id }) => ({ by: "user" as const, value: id })),
    ...addresses.map((value) => ({ by: "address" as const, value })),
  ].filter(({ value }) => value !== "");
}

/** The number in the id of a case. */
function order(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0);
}
