import { createHmac, randomBytes } from "node:crypto";
import type { Finding, NetworkOf } from "@nightlatch/core";
import { Baseline } from "@nightlatch/core";
import { type Exposure, exposureOf, type Problem } from "@nightlatch/har";
import { readRecords, type Rejection } from "../connect/files/index.ts";
import { openCapture, unpack } from "../connect/har/index.ts";
import { Judgement, judgeOf, type RuleBook } from "../detect/index.ts";
import { loadJudge, readEvents } from "../pipeline/index.ts";
import type { EventStore } from "../store/events/index.ts";
import { StoredReader } from "../watch/stored-reader.ts";
import { type ExposedSession, ExposedSessions } from "./exposed-sessions.ts";

/** What a leaked capture exposes, as far as a log knows it. */
export type LeakedOutcome =
  | {
      readonly ok: true;
      readonly exposure: Extract<Exposure, { readonly ok: true }>;
      readonly sessions: readonly ExposedSession[];
      /** What the session engine holds against those sessions. */
      readonly findings: readonly Finding[];
      /** Milliseconds: until when the log is known. */
      readonly now: number;
    }
  | { readonly ok: false; readonly problem: Problem };

interface LogOptions {
  readonly tenant: string;
  readonly book: RuleBook;
  readonly networkOf: NetworkOf;
  readonly reject: (rejection: Rejection) => void;
}

/** What is read before the capture: a session of that day began there. */
const BEFORE = 24 * 3_600_000;

/** Looks for a capture's sessions in log files. Throws what the system throws. */
export async function leakedInFiles(
  capture: string,
  logs: readonly string[],
  { tenant, book, networkOf, reject }: LogOptions,
): Promise<LeakedOutcome> {
  const { exposure, hashOf } = await exposed(capture);
  if (!exposure.ok) return exposure;
  const begin = () => ({
    sessions: new ExposedSessions(exposure, hashOf),
    judgement: new Judgement({
      tenant,
      networkOf,
      book,
      baseline: new Baseline(),
      window: { since: undefined, until: undefined },
    }),
  });
  let pass = begin();
  let rejections: Rejection[] = [];
  const note = (rejection: Rejection): void => void rejections.push(rejection);
  const events = readEvents(() => readRecords(logs, { reject: note }), {
    tenant,
    judge: judgeOf(book),
    reject: note,
    restart: () => {
      pass = begin();
      rejections = [];
    },
  });
  for await (const batch of events) {
    pass.judgement.observe(batch);
    for (const { envelope } of batch) pass.sessions.observe(envelope);
  }
  rejections.forEach(reject);
  const sessions = pass.sessions.sessions();
  const findings = about(pass.judgement.findings(), sessions);
  return { ok: true, exposure, sessions, findings, now: pass.judgement.coverage.last ?? 0 };
}

/** Looks for a capture's sessions in the store. `findings` are those that it keeps for the tenant. */
export async function leakedInStore(
  capture: string,
  events: EventStore,
  options: { readonly tenant: string; readonly findings: readonly Finding[]; readonly now: number },
): Promise<LeakedOutcome> {
  const { tenant, now } = options;
  const { exposure, hashOf } = await exposed(capture);
  if (!exposure.ok) return exposure;
  const found = new ExposedSessions(exposure, hashOf);
  const reader = new StoredReader(tenant, await loadJudge(undefined));
  const from = Date.parse(exposure.victim.from);
  const after = { time: Number.isNaN(from) ? 0 : from - BEFORE, uid: "" };
  for await (const page of events.read({ tenant, after }))
    for (const { envelope } of reader.read(page)) found.observe(envelope);
  const sessions = found.sessions(now);
  return { ok: true, exposure, sessions, findings: about(options.findings, sessions), now };
}

/** The capture's exposure under a key of its own, and the hash by which the log is compared with it. */
async function exposed(
  capture: string,
): Promise<{ readonly exposure: Exposure; readonly hashOf: (value: string) => string }> {
  const key = randomBytes(32);
  const exposure = await exposureOf(openCapture(capture), { key, unpack });
  return { exposure, hashOf: (value) => createHmac("sha256", key).update(value, "latin1").digest("hex") };
}

function about(findings: readonly Finding[], sessions: readonly ExposedSession[]): readonly Finding[] {
  const ids = new Set(sessions.map(({ session }) => session));
  return findings.filter(({ entities }) => entities.session.some((session) => ids.has(session)));
}
