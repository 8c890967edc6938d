import type { Envelope } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import type { Observed } from "./observed.ts";
import { confidenceOf, severityOf } from "./weights.ts";

/** One actor's changes within an hour, as a finding. */
export function findingOfChanges(
  event: Envelope,
  said: readonly Observed[],
  { id, score, first }: { readonly id: string; readonly score: number; readonly first: number },
): Finding {
  const who = event.actorName || event.actorId;
  const deeds = said.filter((one) => one.kind.startsWith("deed.")).map((one) => one.why.replace(/;.*$/, ""));
  return {
    id,
    tenant: event.tenant,
    rule: {
      id: "account.unusual-changes",
      title: "Grave changes that are unusual for whoever made them",
      kind: "session",
      attack: ["T1098", "T1556"],
    },
    severity: severityOf(score) ?? "low",
    confidence: confidenceOf(score),
    first: new Date(first).toISOString(),
    last: new Date(event.time).toISOString(),
    entities: {
      user: [{ id: event.actorId, name: event.actorName }],
      session: event.session === "" ? [] : [event.session],
      ip: event.ip === "" ? [] : [event.ip],
      app: [],
      token: event.token === "" ? [] : [event.token],
    },
    evidence: [...said]
      .sort((a, b) => b.weight - a.weight)
      .map(({ uid, time, why, weight, kind }) => ({
        uid,
        source: event.source,
        time: new Date(time).toISOString(),
        why,
        weight,
        kind,
      })),
    summary: `Within an hour ${who} ${deeds.slice(0, 3).join("; ")}`,
    next: [
      `Ask ${who} for the ticket behind these changes, by a way that does not pass through Okta`,
      "If there is none: undo them, end the user's sessions, and look for what was done before and after",
    ],
    unknown: ["Whether a change ticket stands behind this is not in the log"],
  };
}
