import type { StateStore } from "../../store/state/index.ts";
import type { CaseJournal } from "./case-journal.ts";

/** A time in which the credential that acts may be used, and for which case. Milliseconds UTC. */
export interface Window {
  readonly caseId: string;
  readonly client: string;
  readonly from: number;
  readonly until: number;
}

interface UnlockBody {
  readonly client: string;
  readonly until: number;
}

/** How long the acting credential stays unlocked unless it is locked before. */
const UNLOCK_MS = 30 * 60_000;

/**
 * Unlocks the acting credential for a case and a time, does the work, and locks it again; both stand in the journal. A
 * use outside of such a window is somebody else's, and the watch says so.
 */
export async function unlocked<T>(
  journal: CaseJournal,
  { who, client, now }: { readonly who: string; readonly client: string; readonly now: () => number },
  work: () => Promise<T>,
): Promise<T> {
  await journal.write(who, { kind: "act.unlocked", body: { client, until: now() + UNLOCK_MS } satisfies UnlockBody });
  try {
    return await work();
  } finally {
    await journal.write(who, { kind: "act.locked", body: { client, until: now() } satisfies UnlockBody });
  }
}

/** The windows in which a client was unlocked, as the journal has them. One that was never locked ends by itself. */
export async function windowsOf({ db }: StateStore, client: string): Promise<readonly Window[]> {
  const rows = await db
    .selectFrom("journal")
    .select(["at", "kind", "subject", "body"])
    .where("kind", "in", ["act.unlocked", "act.locked"])
    .orderBy("seq")
    .execute();
  const windows: Window[] = [];
  for (const { at, kind, subject, body } of rows) {
    const said = JSON.parse(body) as UnlockBody;
    if (said.client !== client) continue;
    if (kind === "act.unlocked") {
      windows.push({ caseId: subject, client, from: at, until: said.until });
      continue;
    }
    const open = windows.findLastIndex(({ caseId, until }) => caseId === subject && until > at);
    const window = windows[open];
    if (window !== undefined) windows[open] = { ...window, until: at };
  }
  return windows;
}
