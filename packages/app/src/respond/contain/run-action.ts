import { setTimeout as sleep } from "node:timers/promises";
import { OktaError } from "../../connect/okta/index.ts";
import type { Action, Preview, Proof } from "../action.ts";
import type { Around } from "../around.ts";
import { actionById } from "../action-book.ts";
import { NOTHING } from "../actions/define-action.ts";
import { type Guard, objectionsTo } from "../protect/guard.ts";
import { unread } from "../tenant/proof.ts";
import type { CaseJournal } from "./case-journal.ts";
import {
  type AfterBody,
  type BeforeBody,
  type Followed,
  type ReadbackBody,
  standingOf,
  type WatchBody,
} from "./containment.ts";
import type { Credential } from "./credential.ts";
import type { TellOthers } from "./tell-others.ts";

/** What running needs. */
export interface RunParts {
  readonly journal: CaseJournal;
  readonly around: Around;
  readonly guard: Guard;
  readonly credential: Credential;
  readonly who: string;
  /** How long reading back is tried before it stays unknown, in milliseconds: the log comes a little late. */
  readonly patience: number;
  /** Tells others of what was proven, when somebody is to be told. */
  readonly tellOthers: TellOthers | undefined;
  /** Told of every step. */
  readonly tell: (news: ActionNews) => void;
}

/** What happened to an action. */
export interface ActionNews {
  readonly action: string;
  readonly what: "begins" | "done" | "already" | "held" | "refused" | "failed" | "proven" | "unproven";
  readonly text: string;
}

/** Longer than a call with all its retries should take, and shorter than the lease. */
const CALL_MS = 60_000;
const FIRST_WAIT = 50;
const LONGEST_WAIT = 2_000;
const SOON = 300;
const SECOND = 1_000;

type Ended = Omit<ActionNews, "action">;

/**
 * Runs one action: looks at everything once more, writes down that it begins, does it, writes down how it ended, reads
 * back, and says what to watch. An action that was begun before, and of which nobody knows how it ended, is read back
 * first and only repeated when it did not happen (spec RS-20 to RS-29). A refusal is an answer and is not thrown.
 */
export async function runAction(followed: Followed, parts: RunParts): Promise<void> {
  const { planned } = followed;
  const action = actionById(planned.action);
  if (action === undefined || planned.action === "hand-over") return;
  const ended = (await knownAlready(action, followed, parts)) ?? (await doIt(action, followed, parts));
  parts.tell({ action: planned.id, ...ended });
}

/** What was begun earlier is read back before anything is repeated. `undefined`: it has to be done. */
async function knownAlready(action: Action, followed: Followed, parts: RunParts): Promise<Ended | undefined> {
  const { begun, last, open, planned } = followed;
  const standing = standingOf(followed);
  if (begun === undefined || (standing !== "open" && standing !== "unproven")) return undefined;
  const proof = await patiently(parts.patience, () => action.readBack(planned.aim, parts.around, begun.since));
  const isDone = last?.outcome === "done" && !open;
  if (proof.answer === "yes") {
    const text = "It had been done before the answer, or we, were lost";
    await finish(action, followed, { parts, proof, after: isDone ? undefined : afterOf(followed, "done", { text }) });
    return { what: "proven", text };
  }
  if (proof.answer === "no") return undefined;
  // What was done is not done again for want of a proof, nor what would harm when done twice.
  if (!isDone && action.approval === "none") return undefined;
  const text = proof.read.join("; ");
  await finish(action, followed, { parts, proof, after: isDone ? undefined : afterOf(followed, "unknown", { text }) });
  return { what: "unproven", text };
}

async function doIt(action: Action, followed: Followed, parts: RunParts): Promise<Ended> {
  const { journal, around, guard, who, tell } = parts;
  const { aim: target, id } = followed.planned;
  const preview = await action.preview(target, around).catch(nothingRead);
  if (preview.already) {
    const text = "It was so already";
    const proof = await action.readBack(target, around, sinceOf(around));
    const after = afterOf(followed, "done", { text });
    await finish(action, followed, { parts: { ...parts, tellOthers: undefined }, proof, after });
    return { what: "already", text };
  }
  const [objection] = await objectionsTo(action, target, { around, guard });
  if (objection !== undefined) {
    const { code, reason } = objection;
    await journal.write(who, { kind: "action.after", body: afterOf(followed, "refused", { code, text: reason }) });
    return { what: "held", text: `${code} ${reason}` };
  }
  const before: BeforeBody = {
    action: id,
    attempt: followed.attempts + 1,
    request: action.call,
    key: id,
    before: preview.before,
    since: sinceOf(around),
  };
  await journal.write(who, { kind: "action.before", body: before });
  tell({ action: id, what: "begins", text: action.title });
  const { outcome, code, text } = await call(action, followed, { parts, before });
  const ended = { ...afterOf(followed, outcome, { code, text }), attempt: before.attempt };
  // How the call ended is written at once; only a lost answer waits for what reading back says.
  if (outcome !== "unknown") await journal.write(who, { kind: "action.after", body: ended });
  if (outcome === "refused" || outcome === "failed") return { what: outcome, text: `${code} ${text}` };
  const proof = await patiently(parts.patience, () => action.readBack(target, around, before.since));
  const isProven = proof.answer === "yes";
  const late: AfterBody = isProven ? { ...ended, outcome: "done", code: "" } : ended;
  await finish(action, followed, { parts, proof, after: outcome === "unknown" ? late : undefined, before });
  return { what: isProven ? "proven" : "unproven", text: proof.read.join("; ") };
}

function afterOf(
  { planned, attempts }: Followed,
  outcome: AfterBody["outcome"],
  { code = "", text }: { readonly code?: string; readonly text: string },
): AfterBody {
  return { action: planned.id, attempt: attempts, outcome, code, text };
}

interface Tried {
  readonly outcome: AfterBody["outcome"];
  readonly code: string;
  readonly text: string;
}

/** Makes the call. One whose answer was lost is made again only when reading back shows that it did nothing. */
async function call(
  action: Action,
  { planned }: Followed,
  { parts, before }: { readonly parts: RunParts; readonly before: BeforeBody },
): Promise<Tried> {
  const { around, credential, patience } = parts;
  const tries = 2;
  for (let n = 1; ; n++) {
    try {
      const client = credential.clientFor(action.scopes);
      const signal = AbortSignal.timeout(CALL_MS);
      await action.run(planned.aim, { client, around, before: before.before, signal });
      return { outcome: "done", code: "", text: action.title };
    } catch (error) {
      const { code, text } = saidOf(error);
      // Gone already, or it went while its answer was lost.
      if (code === "NL-OKTA-NOT-FOUND") return { outcome: "unknown", code, text };
      if (code === "NL-OKTA-FORBIDDEN" || code === "NL-OKTA-SIGN-IN" || code === "NL-OKTA-REFUSED")
        return { outcome: "refused", code, text };
      const isLost = code === "NL-OKTA-UNKNOWN" || code === "NL-OKTA-AWAY" || code === "NL-OKTA-ANSWER";
      if (!isLost) return { outcome: "failed", code, text };
      if (n === tries) return { outcome: "unknown", code, text };
      // What is harmless to repeat is repeated soon: an intruder is at work meanwhile.
      const isHarmless = action.approval === "none";
      const wait = isHarmless ? Math.min(patience, SOON) : patience;
      const proof = await patiently(wait, () => action.readBack(planned.aim, around, before.since));
      if (proof.answer === "yes" || (proof.answer === "unknown" && !isHarmless))
        return { outcome: "unknown", code, text };
    }
  }
}

async function finish(
  action: Action,
  { planned, begun, approvedBy }: Followed,
  ended: {
    readonly parts: RunParts;
    readonly proof: Proof;
    readonly after: AfterBody | undefined;
    readonly before?: BeforeBody;
  },
): Promise<void> {
  const { parts, proof, after, before = begun } = ended;
  const { journal, who, around, tellOthers } = parts;
  const readback: ReadbackBody = {
    action: planned.id,
    holds: proof.answer === "yes",
    state: proof.read.join("; "),
    ...proof,
  };
  const artefacts = action.watched(planned.aim);
  const done = proof.since ?? around.now();
  const watch: WatchBody = {
    action: planned.id,
    until: action.watchUntil(planned.aim, done),
    uses: [],
    artefacts,
    since: done,
  };
  const isDone = after === undefined || after.outcome === "done";
  const entries = [
    ...(after === undefined ? [] : [{ kind: "action.after", body: after }]),
    { kind: "action.readback", body: readback },
    ...(isDone && artefacts.length > 0 && watch.until > done ? [{ kind: "action.watch", body: watch }] : []),
  ];
  await journal.writeWith(who, entries, async (db) => {
    if (!isDone || proof.answer !== "yes") return [];
    const told = await tellOthers?.(db, {
      case: journal.caseId,
      id: planned.id,
      action: planned.action,
      title: action.title,
      aim: planned.aim,
      before: before?.before ?? {},
      at: done,
      byPerson: approvedBy.length > 0,
    });
    return told === undefined ? [] : [{ kind: "action.told", body: { action: planned.id, ...told } }];
  });
}

/** Reads until it says yes, or until patience ends: logs and some changes come a moment late. */
export async function patiently(patience: number, reading: () => Promise<Proof>): Promise<Proof> {
  const end = performance.now() + patience;
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const proof = await reading();
    if (proof.answer === "yes" || performance.now() + wait > end) return proof;
    await sleep(wait);
  }
}

/** The tenant's own clock, as of its last answer; whole seconds, so that what happens now is never before it. */
export function sinceOf({ state, now }: Around): number {
  return Number.isNaN(state.serverTime) ? now() - 60 * SECOND : state.serverTime - SECOND;
}

export function saidOf(error: unknown): { readonly code: string; readonly text: string } {
  if (error instanceof OktaError) return { code: error.code, text: error.message };
  if (error instanceof Error && error.name === "TimeoutError")
    return { code: "NL-OKTA-UNKNOWN", text: `Okta did not answer within ${CALL_MS / SECOND} s` };
  throw error;
}

/** What cannot be looked at beforehand is still done: an intruder may have taken our sight away. */
function nothingRead(error: unknown): Preview {
  if (error instanceof OktaError) return { ...NOTHING, leaves: unread(error.message).read };
  throw error;
}
