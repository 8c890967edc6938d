import type { EventPort, EventQuestion, SeenEvent } from "../scope/event-port.ts";
import type { Scope } from "../scope/scope.ts";
import { narrate } from "../session/index.ts";
import { worked } from "../scope/touch.ts";
import { closedBy, CLOSING_TYPES } from "./closing.ts";
import { credentialsIn, type Reached } from "./credentials.ts";
import type { LedgerProof, LedgerRow } from "./row.ts";

/** How long a closed credential is watched for any use. */
export const WATCH_MS: number = 90 * 86_400_000;

/** What the ledger is worked out from. */
export interface LedgerParts {
  readonly scope: Scope;
  readonly events: EventPort;
  /** Rows as they stood before: what people said, and what was read back, is kept. */
  readonly before: readonly LedgerRow[];
  readonly now: number;
}

/**
 * The rotation ledger as the events show it now. A row closes with an event after the fact that the intruder did not
 * cause, with a reading, or with a named person's word; a use that works after that opens it again. Rows never
 * disappear: what a scope once reached stays in the ledger.
 */
export async function ledgerOf({ scope, events, before, now }: LedgerParts): Promise<readonly LedgerRow[]> {
  const reached = credentialsIn(scope);
  const known = new Map(before.map((row) => [row.credential, row]));
  const theirs = new Set([...scope.steps, ...scope.objects].flatMap(({ uids }) => uids));
  const closings = await collect(events, closingQuestion(reached, scope.first ?? now, now + 1));
  const rows: LedgerRow[] = [];
  for (const one of reached) {
    const old = known.get(one.row.credential);
    known.delete(one.row.credential);
    const kept = old?.proof.filter(({ kind }) => kind !== "event") ?? [];
    const owner = one.row.owner === "" ? (old?.owner ?? "") : one.row.owner;
    const closed = close({ ...one.row, owner, proof: kept, ...statedBy(kept, old) }, one.ownerId, { closings, theirs });
    rows.push(await watch(closed, { events, now }));
  }
  // Gone from a later scope, not from the ledger.
  return [...rows, ...known.values()];
}

function closingQuestion(reached: readonly Reached[], since: number, until: number): EventQuestion | undefined {
  const targets = [...new Set(reached.flatMap(({ row, ownerId }) => [row.id.split("/")[0] ?? row.id, ownerId]))].filter(
    (id) => id !== "",
  );
  return targets.length === 0 ? undefined : { targets, types: CLOSING_TYPES, since, until };
}

/** The state that somebody's word or a reading gave it. */
function statedBy(kept: readonly LedgerProof[], old: LedgerRow | undefined): Pick<LedgerRow, "state" | "watchUntil"> {
  const last = kept.at(-1);
  if (last === undefined || old === undefined || old.state === "open") return { state: "open", watchUntil: 0 };
  return { state: old.state, watchUntil: last.at + WATCH_MS };
}

/** Closes a row with the first event after it was reached that shows it dead and is not the intruder's. */
function close(
  row: LedgerRow,
  ownerId: string,
  { closings, theirs }: { readonly closings: readonly SeenEvent[]; readonly theirs: ReadonlySet<string> },
): LedgerRow {
  for (const { envelope } of closings) {
    if (envelope.time <= row.reached || theirs.has(envelope.uid) || !worked(envelope)) continue;
    const state = closedBy(row, ownerId, envelope);
    if (state === undefined) continue;
    const { uid, type, time } = envelope;
    return {
      ...row,
      state,
      proof: [...row.proof, { kind: "event", uid, type, at: time }],
      watchUntil: time + WATCH_MS,
    };
  }
  return row;
}

/** Looks for uses after a row was closed. One that worked shows that it was not. */
async function watch(
  row: LedgerRow,
  { events, now }: { readonly events: EventPort; readonly now: number },
): Promise<LedgerRow> {
  const since = row.proof.at(-1)?.at;
  const values = [row.id];
  const question =
    row.kind === "session"
      ? { sessions: values }
      : row.kind === "api-token"
        ? { tokens: values }
        : row.kind === "user"
          ? { actors: values }
          : undefined;
  if (since === undefined || row.state === "open" || question === undefined) return row;
  const after = await collect(events, { ...question, since: since + 1, until: Math.min(now + 1, row.watchUntil) });
  // The session's end is told in the session itself.
  const uses = after.filter(({ envelope }) => !/^user\.session\.(?:end|clear|expire)$/.test(envelope.type));
  if (uses.length === 0) return row;
  const reopened = uses.some(({ envelope }) => worked(envelope));
  return {
    ...row,
    ...(reopened ? { state: "open" as const, watchUntil: 0 } : {}),
    uses: uses.slice(0, 50).map(({ envelope }) => ({ uid: envelope.uid, at: envelope.time, what: narrate(envelope) })),
  };
}

async function collect(events: EventPort, question: EventQuestion | undefined): Promise<readonly SeenEvent[]> {
  const found: SeenEvent[] = [];
  if (question !== undefined) for await (const page of events.ask(question)) found.push(...page);
  return found;
}
