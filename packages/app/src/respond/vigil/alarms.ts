import { claimId, type Envelope, type Finding } from "@nightlatch/core";
import type { Artefact } from "../action.ts";

/** Something that had been ended was used again: whoever ended it has to look again, now. */
export function usedAgain(
  tenant: string,
  {
    artefact,
    caseId,
    since,
    events,
  }: {
    readonly artefact: Artefact;
    readonly caseId: string;
    readonly since: number;
    readonly events: readonly Envelope[];
  },
): Finding {
  const times = events.map(({ time }) => time);
  const last = new Date(Math.max(...times)).toISOString();
  return {
    ...common(tenant, events),
    id: claimId([tenant, "contain.used-again", caseId, artefact.kind, artefact.id]),
    rule: { id: "contain.used-again", title: "Used after it was ended", kind: "session", attack: ["T1550"] },
    summary: `${artefact.name} was ended at ${new Date(since).toISOString()} (case ${caseId}) and was used again, last at ${last}`,
    evidence: events.map((event) => evidenceOf(event, `${artefact.name} is used, and it should be dead`)),
    next: [
      `Run the containment of case ${caseId} again: nightlatch contain ${caseId} --run`,
      "Find out how it came back: an account, a token or a provider that is not in the plan",
    ],
  };
}

/** Our own key for acting was used when nobody had unlocked it. */
export function actedUnasked(
  tenant: string,
  {
    client,
    day,
    events,
  }: { readonly client: string; /** Days since 1970. */ readonly day: number; readonly events: readonly Envelope[] },
): Finding {
  return {
    ...common(tenant, events),
    id: claimId([tenant, "act.outside-window", client, String(day)]),
    rule: {
      id: "act.outside-window",
      title: "The acting credential was used outside a case",
      kind: "session",
      attack: ["T1552", "T1078.004"],
    },
    summary: `The credential with which Nightlatch acts (${client}) was used ${events.length} times while nobody had unlocked it for a case`,
    evidence: events.map((event) => evidenceOf(event, `${event.type} by our acting client, outside every window`)),
    next: [
      `Deactivate the service app ${client} by hand, and give it a new key`,
      "Find out who could read the key: the configuration, its environment, backups",
    ],
  };
}

function common(
  tenant: string,
  events: readonly Envelope[],
): Omit<Finding, "id" | "rule" | "summary" | "evidence" | "next"> {
  const times = events.map(({ time }) => time);
  const distinct = (pick: (event: Envelope) => string): readonly string[] =>
    [...new Set(events.map(pick))].filter((value) => value !== "").slice(0, 50);
  const users = new Map(
    events.filter(({ actorId }) => actorId !== "").map((event) => [event.actorId, event.actorName]),
  );
  return {
    tenant,
    severity: "critical",
    confidence: 1,
    first: new Date(Math.min(...times)).toISOString(),
    last: new Date(Math.max(...times)).toISOString(),
    entities: {
      user: [...users].map(([id, name]) => ({ id, name })),
      session: distinct(({ session }) => session),
      ip: distinct(({ ip }) => ip),
      app: [],
      token: distinct(({ token }) => token),
    },
    unknown: [],
  };
}

function evidenceOf(event: Envelope, why: string): Finding["evidence"][number] {
  const { uid, source, time } = event;
  return { uid, source, time: new Date(time).toISOString(), why, weight: 5, kind: "contain.use" };
}
