import { STRING, type Tape } from "../json/tape.ts";
import { binary } from "../encoding/binary.ts";
import type { NameVerdict } from "../secret/names.ts";
import type { View } from "./view.ts";

/** Names that tell nothing alone, and much beside others or in their place. */
const TOLD_BY_OTHERS: Readonly<Record<string, readonly [others: RegExp, parents: RegExp, NameVerdict]>> = {
  // Private members of a JSON Web Key (RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1).
  ...Object.fromEntries(
    ["d", "p", "q", "dp", "dq", "qi", "k", "oth"].map((name) => [
      name,
      [/^kty$/, /(?!)/, { secret: "private-key", strength: "always" }],
    ]),
  ),
  // What a person answers to a security question is a second password (Okta: factors, recovery questions).
  answer: [
    /^(?:questionKey|stateToken|stateHandle|factorType)$/,
    /^(?:credentials?|recovery_?question|security_?question|factor)$/i,
    { secret: "password", strength: "always" },
  ],
  // A session of Okta's sessions API is its id.
  id: [
    /^(?:cookieToken|cookieTokenUrl|mfaActive|lastPasswordVerification)$/,
    /^(?:user)?sessions?$/i,
    { secret: "session-id", strength: "mixed" },
  ],
  salt: [
    /^(?:algorithm|workFactor|hash|iterations)$/i,
    /^(?:hash|password)$/i,
    { secret: "secret", strength: "always" },
  ],
};
/** What kinds of things have a name for people, and are no people (Okta: targets of events; objects of its API). */
const KINDS_OF_PERSON = /user|person|principal|contact|member|admin|customer|employee/i;
const NAMED = /^(?:displayName|alternateId)$/;
const TELLING = new Map(Object.entries(TOLD_BY_OTHERS));

/** An answer longer than this is a text about something: pages of help have questions with answers. */
const LONGEST_ANSWER = 80;
/** Members that are looked at. */
const MOST = 64;

/** Whether what stands beside a name may tell more of it. */
export function isToldByOthers(name: string): boolean {
  return TELLING.has(name) || NAMED.test(name);
}

/**
 * What the siblings of a member, the name of its object, or its place say of a name. "nothing": its name says too much;
 * undefined: they say nothing.
 */
export function siblingVerdict(
  view: View,
  tape: Tape,
  { object, node, name, parent, place }: MemberAt,
): NameVerdict | "nothing" | undefined {
  const telling = TELLING.get(name);
  if (telling === undefined) return isNameOfThing(view, tape, object) ? "nothing" : undefined;
  const [others, parents, verdict] = telling;
  if (name === "answer") {
    if ((tape.to[node] ?? 0) - (tape.from[node] ?? 0) > LONGEST_ANSWER) return undefined;
    if (place.startsWith("request")) return verdict;
  }
  if (parents.test(parent)) return verdict;
  const end = tape.next[object] ?? 0;
  for (let member = object + 1, n = 0; member < end && n < MOST; member = tape.next[member + 1] ?? end, n++) {
    const [from = 0, to = 0] = [tape.from[member], tape.to[member]];
    if (to - from <= 30 && others.test(binary(view.bytes, from, to))) return verdict;
  }
  return undefined;
}

function isNameOfThing({ bytes }: View, tape: Tape, object: number): boolean {
  const end = tape.next[object] ?? 0;
  for (let member = object + 1, n = 0; member < end && n < MOST; member = tape.next[member + 1] ?? end, n++) {
    const [from = 0, to = 0] = [tape.from[member], tape.to[member]];
    if (to - from !== 4 || binary(bytes, from, to) !== "type" || tape.kinds[member + 1] !== STRING) continue;
    return !KINDS_OF_PERSON.test(binary(bytes, tape.from[member + 1], tape.to[member + 1]));
  }
  return false;
}

/** A member of an object: where it is and what it is called. */
interface MemberAt {
  readonly object: number;
  readonly node: number;
  readonly name: string;
  /** The name of the object. */
  readonly parent: string;
  readonly place: string;
}
