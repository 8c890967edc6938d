import { claimId, type Finding } from "@nightlatch/core";

/** The finding that a source says nothing any more. */
export function quietFinding(what: {
  readonly tenant: string;
  readonly source: string;
  readonly since: number;
  readonly now: number;
}): Finding {
  const { tenant, source, since, now } = what;
  const first = new Date(since).toISOString();
  const minutes = Math.round((now - since) / 60_000);
  return {
    id: claimId([tenant, "coverage.quiet", source, first]),
    tenant,
    rule: { id: "coverage.quiet", title: "A source went quiet", kind: "baseline", attack: ["T1562.008"] },
    severity: "medium",
    confidence: 0.5,
    first,
    last: new Date(now).toISOString(),
    entities: { user: [], session: [], ip: [], app: [], token: [] },
    evidence: [],
    summary: `No event of ${source} reached us for ${minutes} minutes; what happened since is not known`,
    next: [
      "Look whether the source can be read: nightlatch coverage",
      "Look in Okta whether log streams, hooks or the reading credential were changed",
    ],
    unknown: [`Everything that happened after ${first}`],
  };
}
