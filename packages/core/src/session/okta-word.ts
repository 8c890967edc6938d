import type { Envelope } from "../event/envelope.ts";
import type { Memory } from "./memory.ts";
import { narrate } from "./narrate.ts";
import type { Session } from "./session.ts";
import { WEIGHT, type Kind } from "./weights.ts";

const TWO_DAYS = 172_800_000;

/** What Okta, or the account's owner, says about a session in so many words. */
export interface Word {
  readonly kind: Kind;
  readonly why: string;
}

const WORDS: ReadonlyMap<string, Word> = new Map([
  [
    "security.session.detect_client_roaming",
    { kind: "okta.roaming", why: "Okta's session binding saw the session leave the network it is bound to" },
  ],
  [
    "user.session.context.change",
    { kind: "okta.context-change", why: "Okta reports that the session's context changed" },
  ],
  [
    "policy.auth_reevaluate.fail",
    { kind: "okta.reevaluation-failed", why: "Okta evaluated the session again, and policy refused it" },
  ],
  ["user.risk.detect", { kind: "okta.risk-detected", why: "Okta's Identity Threat Protection raised the user's risk" }],
  ["user.risk.change", { kind: "okta.risk-detected", why: "Okta's Identity Threat Protection raised the user's risk" }],
  [
    "app.oauth2.token.detect_reuse",
    { kind: "okta.token-reused", why: "A refresh token that serves once was used twice" },
  ],
  [
    "app.oauth2.as.token.detect_reuse",
    { kind: "okta.token-reused", why: "A refresh token that serves once was used twice" },
  ],
  [
    "system.api_token.request_outside_allowed_range",
    { kind: "okta.token-out-of-range", why: "An API token came from outside the zone it is allowed in" },
  ],
  [
    "user.account.report_suspicious_activity_by_enduser",
    { kind: "owner.reported", why: "The account's owner reported that it was not them" },
  ],
]);

/** The word that an event is, if it is one and is meant: a risk that fell is none. */
export function wordOf(event: Envelope): Word | undefined {
  const word = WORDS.get(event.type);
  if (word?.kind !== "okta.risk-detected") return word;
  return event.risk === "HIGH" || /hijack|high/i.test(event.reason) ? word : undefined;
}

/** Whether Okta says it by itself or the owner from where they are: not from the context that it is about. */
export function isAboutElsewhere(event: Envelope): boolean {
  return wordOf(event) !== undefined && (event.actorType === "SystemPrincipal" || event.type.endsWith("_by_enduser"));
}

/** Brings a word to the doubtful sessions that it is about: the one it names, else those of the user of late. */
export function hear(memory: Memory, event: Envelope): void {
  const word = wordOf(event);
  if (word === undefined) return;
  for (const session of concerned(memory, event))
    session.suspicion?.observe({
      kind: word.kind,
      weight: WEIGHT[word.kind],
      why: `${word.why} (${narrate(event)})`,
      uid: event.uid,
      time: event.time,
    });
}

function concerned(memory: Memory, event: Envelope): readonly Session[] {
  const named = memory.registry.get(event.root) ?? memory.registry.get(event.session);
  if (named?.suspicion !== undefined) return [named];
  const users = [event.actorId, ...event.targets.filter(({ type }) => type === "User").map(({ id }) => id)];
  return users.flatMap((id) => {
    const suspects = memory.known(event.tenant, id)?.suspects ?? [];
    return suspects.filter((session) => event.time - (session.suspicion?.lastForeign ?? 0) <= TWO_DAYS);
  });
}
