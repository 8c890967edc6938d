import type { FindingState } from "@nightlatch/client";
import { isSuppressed, type KeptFinding, listSuppressions } from "../../store/state/index.ts";
import type { ServerParts } from "../parts.ts";
import { utc } from "./rfc3339.ts";

const MOST_DECISIONS = 10_000;

/** Findings as the interface says them, each with the suppression that covers it now. */
export async function findingStates(
  { state, now }: Pick<ServerParts, "state" | "now">,
  findings: readonly KeptFinding[],
): Promise<readonly FindingState[]> {
  if (findings.length === 0) return [];
  const decisions = await listSuppressions(state.db, { at: now() }, { limit: MOST_DECISIONS });
  return findings.map(({ finding, revision, created, updated, change }) => ({
    finding,
    revision,
    created: utc(created),
    updated: utc(updated),
    change,
    suppressedBy: decisions.find((decided) => isSuppressed(finding, decided))?.id ?? null,
  }));
}
