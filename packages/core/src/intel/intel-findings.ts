import type { Envelope } from "../event/envelope.ts";
import type { Evidence, Finding } from "../finding/finding.ts";
import { claimId } from "../finding/id.ts";
import type { Indicator, IndicatorKind } from "./indicator.ts";
import type { IndicatorIndex } from "./indicator-index.ts";

const MAX_EVIDENCE = 100;
/** Claims of one indicator, so that a shared address takes no room from the others; and of all. */
const MAX_OF_ONE = 200;
const MAX_CLAIMS = 20_000;

interface Claim {
  readonly indicator: Indicator;
  readonly event: Envelope;
  last: number;
  count: number;
  readonly uids: { readonly uid: string; readonly time: number }[];
  readonly sessions: Set<string>;
  readonly addresses: Set<string>;
}

const KINDS: Readonly<Record<IndicatorKind, readonly [title: string, said: string]>> = {
  address: ["Address from a list of indicators", "address"],
  network: ["Network from a list of indicators", "network"],
  domain: ["Domain from a list of indicators", "domain"],
  agent: ["User agent from a list of indicators", "user agent"],
};

/**
 * Events that show an indicator, gathered: one claim for each indicator, actor and session. By itself that is `low`,
 * whatever the list says: addresses are shared, and age. In a session that is itself doubtful it is `medium`.
 */
export class IntelFindings {
  readonly #index: IndicatorIndex;
  readonly #claims = new Map<string, Claim>();
  readonly #counts = new Map<Indicator, number>();
  /** Events that found no room: said in the report. */
  dropped = 0;

  constructor(index: IndicatorIndex) {
    this.#index = index;
  }

  /** Takes the next event. */
  note(event: Envelope): void {
    for (const indicator of this.#index.shownBy(event)) this.#note(indicator, event);
  }

  /** The claims as findings. `doubtful` holds the session ids that other evidence speaks against. */
  findings(doubtful: ReadonlySet<string>): readonly Finding[] {
    return [...this.#claims.values()].map((claim) => conclude(claim, doubtful));
  }

  #note(indicator: Indicator, event: Envelope): void {
    const key = [indicator.source, indicator.kind, indicator.value, event.actorId, subjectOf(event)].join("\n");
    let claim = this.#claims.get(key);
    if (claim === undefined) {
      const count = this.#counts.get(indicator) ?? 0;
      if (count >= MAX_OF_ONE || this.#claims.size >= MAX_CLAIMS) {
        this.dropped++;
        return;
      }
      this.#counts.set(indicator, count + 1);
      claim = { indicator, event, last: event.time, count: 0, uids: [], sessions: new Set(), addresses: new Set() };
      this.#claims.set(key, claim);
    }
    claim.count++;
    claim.last = Math.max(claim.last, event.time);
    if (claim.uids.length < MAX_EVIDENCE) claim.uids.push({ uid: event.uid, time: event.time });
    for (const session of [event.session, event.root]) if (session !== "") claim.sessions.add(session);
    if (event.ip !== "" && claim.addresses.size < 16) claim.addresses.add(event.ip);
  }
}

function subjectOf({ session, root, token, ip }: Envelope): string {
  return session || root || token || ip;
}

function conclude(
  { indicator, event, last, count, uids, sessions, addresses }: Claim,
  doubtful: ReadonlySet<string>,
): Finding {
  const { kind, value, source, note } = indicator;
  const [title, said] = KINDS[kind];
  const corroborated = [...sessions].some((session) => doubtful.has(session));
  const who = event.actorName || event.actorId || "the tenant";
  const listed = `${said} ${value}, which ${source} lists${note === "" ? "" : ` (${note})`}`;
  const evidence = uids.map(({ uid, time }, n): Evidence => {
    const why = n === 0 ? `Shows the ${listed}` : "Shows it again";
    return { uid, source: event.source, time: iso(time), why, weight: n === 0 ? 0.3 : 0, kind: `intel.${kind}` };
  });
  return {
    id: claimId([event.tenant, "intel", source, kind, value, event.actorId, subjectOf(event)]),
    tenant: event.tenant,
    rule: { id: `intel.${kind}`, title, kind: "intel", attack: [] },
    severity: corroborated ? "medium" : "low",
    confidence: corroborated ? 0.6 : 0.2,
    first: iso(event.time),
    last: iso(last),
    entities: {
      user: event.actorId === "" ? [] : [{ id: event.actorId, name: event.actorName }],
      session: [...sessions],
      ip: [...addresses],
      app: [],
      token: event.token === "" ? [] : [event.token],
    },
    evidence,
    summary: `${title}: ${who}, ${count} event${count === 1 ? "" : "s"} with the ${listed}${corroborated ? ", in a session that is itself doubtful" : ""}`,
    next: [
      "Look at the session for a change of device, browser or network",
      "Ask how old the indicator is and who else uses it: addresses of VPNs and mobile networks are shared by many",
    ],
    unknown: corroborated ? [] : ["Nothing else speaks against the session; an indicator alone proves nothing"],
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
