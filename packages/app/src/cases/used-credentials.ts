import {
  type CanaryRow,
  canaryFinding,
  type CaseBodies,
  caseOf,
  type Envelope,
  type EventQuestion,
  type Finding,
  isUseOf,
} from "@nightlatch/core";
import { entriesAbout } from "../store/state/index.ts";
import type { CaseParts } from "./case-book.ts";
import { caseIds } from "./case-entries.ts";
import { storedEvents } from "./stored-events.ts";

/** A watched row, and the moment from which a use of it is one too many. */
interface Watched extends CanaryRow {
  readonly since: number;
}

/** How a row's credential is asked for. */
const ASKED: Readonly<Record<string, (id: string) => Omit<EventQuestion, "since" | "until">>> = {
  session: (id) => ({ sessions: [id] }),
  "api-token": (id) => ({ tokens: [id] }),
  user: (id) => ({ actors: [id] }),
};

/**
 * Uses of credentials that stand in the ledger of a case: of a closed one while it is watched, of an open token or of an
 * account that the intruder made since the ledger knows it. One finding a row. It is worked out from the stores alone,
 * so nothing is forgotten by a restart.
 */
export async function usedCredentials(parts: CaseParts): Promise<readonly Finding[]> {
  const { events, now } = parts;
  const findings: Finding[] = [];
  for (const watched of await watchedRows(parts)) {
    const { row, tenant, since } = watched;
    const question = ASKED[row.kind]?.(row.id);
    if (question === undefined) continue;
    const uses: Envelope[] = [];
    for await (const page of storedEvents(events, { tenant }).ask({ ...question, since, until: now() + 1 }))
      uses.push(...page.map(({ envelope }) => envelope).filter((event) => isUseOf(watched, event, since)));
    const [first] = uses;
    const worst = uses.find(({ outcome }) => outcome === "SUCCESS" || outcome === "ALLOW") ?? first;
    const last = uses.at(-1);
    if (worst !== undefined && last !== undefined)
      findings.push({ ...canaryFinding(watched, worst), last: new Date(last.time).toISOString() });
  }
  return findings;
}

async function watchedRows({ state, now }: CaseParts): Promise<readonly Watched[]> {
  const rows: Watched[] = [];
  for (const id of await caseIds(state.db)) {
    const entries = await entriesAbout(state.db, id);
    const one = caseOf(id, entries);
    if (one === undefined || one.status === "merged") continue;
    // Last first, so that of each credential the first time remains.
    const known = new Map(
      entries
        .filter(({ kind }) => kind === "case.ledger")
        .flatMap(({ at, body }) =>
          (body as CaseBodies["case.ledger"]).rows.map(({ credential }) => [credential, at] as const),
        )
        .toReversed(),
    );
    for (const row of one.ledger) {
      const closed = row.proof.at(-1)?.at;
      // An open session is used by its owner, too: what the intruder does in it, its own finding tells.
      if (row.state === "open" && row.kind === "session") continue;
      if (row.state !== "open" && row.watchUntil <= now()) continue;
      const since = row.state === "open" ? (known.get(row.credential) ?? now()) : (closed ?? now()) + 1;
      rows.push({ tenant: one.tenant, case: id, row, since });
    }
  }
  return rows;
}
