import { counted } from "../scope/index.ts";
import type { Case, FollowedAction } from "../case/index.ts";
import type { LedgerProof, LedgerRow } from "../ledger/row.ts";
import { momentText } from "./moment-text.ts";
import type { StandingLine } from "./report.ts";
import { inJournal } from "./sources.ts";

/** How an action stands: what was asked for counts as done only when it was read back. */
export function actionLine(one: FollowedAction): StandingLine {
  const { action, name, target, why, readback, last, begun, watch, approvals, approvedBy } = one;
  const uses = watch?.uses ?? [];
  const state = uses.length > 0 ? "used again" : readback?.holds === true ? "holds" : stateBefore(one);
  const texts = [why.replace(/\.$/, "")];
  if (approvals > 0) texts.push(`agreed to by ${approvedBy.join(", ") || "nobody"} (${approvals} wanted)`);
  if (last !== undefined) texts.push(`answer: ${last.outcome}${last.text === "" ? "" : `, ${last.text}`}`);
  if (readback !== undefined) texts.push(`read back ${momentText(readback.at)}: ${readback.state}`);
  if (uses.length > 0) texts.push(`used again in ${counted(uses.length, "event")}`);
  else if (watch !== undefined) texts.push(`watched until ${momentText(watch.until)}, no use so far`);
  const written = readback ?? last ?? begun;
  return {
    what: `${action} on ${name || target}`,
    state,
    text: texts.join("; "),
    events: uses,
    source: written === undefined ? "journal, case.plan" : inJournal(written),
  };
}

function stateBefore({ begun, last, open, readback }: FollowedAction): string {
  if (begun === undefined) return "planned";
  if (open || last === undefined) return "begun, outcome unknown";
  if (last.outcome === "done" && readback === undefined) return "done, not read back";
  if (readback?.holds === false) return "does NOT hold";
  return last.outcome;
}

/** How a reached credential stands, with its proof. */
export function credentialLine(row: LedgerRow): StandingLine {
  const { credential, name, owner, state, why, uids, proof, watchUntil, uses } = row;
  const texts = [
    why.replace(/\.$/, ""),
    owner === "" ? "nobody is named to rotate it" : `owner ${owner}`,
    ...proof.map(proofText),
    ...uses.map(({ what, at }) => `used again ${momentText(at)}: ${what}`),
  ];
  if (state !== "open" && watchUntil > 0 && watchUntil < 8.64e15) texts.push(`watched until ${momentText(watchUntil)}`);
  const proven = proof.flatMap((one) => (one.kind === "event" ? [one.uid] : []));
  const events = [...new Set([...uids, ...proven, ...uses.map(({ uid }) => uid)])];
  return {
    what: name === "" ? credential : `${credential} (${name})`,
    state,
    text: texts.join("; "),
    events,
    source: events.length > 0 ? "" : "journal, case.ledger",
  };
}

function proofText(proof: LedgerProof): string {
  if (proof.kind === "event") return `shown dead by ${proof.type}, ${momentText(proof.at)}`;
  if (proof.kind === "readback") return `read back ${momentText(proof.at)}: ${proof.state}`;
  return `${proof.who} says, ${momentText(proof.at)}: ${proof.text}`;
}

/** What somebody is to do, and whether they did. */
export function taskLine(task: Case["tasks"][number]): StandingLine {
  const { id, text, owner, done } = task;
  return {
    what: `${id}: ${text}`,
    state: done === undefined ? "open" : "done",
    text: [owner === "" ? "nobody's" : `owner ${owner}`, ...(done === undefined ? [] : [done.text])].join("; "),
    events: [],
    source: inJournal(done ?? task),
  };
}
