import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Case, caseReportOf } from "@nightlatch/core";
import { giveCase } from "../case-report/index.ts";
import { PLAIN } from "../report/index.ts";
import type { EventStore, StoredEvent } from "../store/events/index.ts";
import type { StateStore } from "../store/state/index.ts";
import { howToCheck } from "./how-to-check.ts";
import { PackError } from "./pack-error.ts";
import {
  CHAIN,
  EVENT_LIST,
  EVENTS,
  HOW,
  JOURNAL,
  type JournalLine,
  MANIFEST,
  type Manifest,
  PAGE,
  REPORT,
  SUMS,
} from "./pack-files.ts";

/** A pack as it was written. `manifest` is the SHA-256 of its manifest, on which all else rests. */
export interface Packed {
  readonly files: number;
  readonly missing: readonly string[];
  readonly manifest: string;
}

const TEXT = { paint: PLAIN, width: 100 };

/**
 * Writes everything that a case rests on into a new folder, so that it can be checked without us: the events' exact
 * bytes, the entries of the journal, the hashes of the whole chain, the report, and how to check.
 * Throws PackError NL-PACK-FULL when something is there already.
 */
export async function writePack(
  folder: string,
  { one, state, events }: { readonly one: Case; readonly state: StateStore; readonly events: EventStore },
): Promise<Packed> {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new PackError("NL-PACK-FULL", `The folder "${folder}" is not empty; nothing was overwritten`);
  const cited = caseReportOf(one).events;
  const stored = (await events.byUid(one.tenant, cited)).toSorted(
    (a, b) => a.time - b.time || (a.uid < b.uid ? -1 : 1),
  );
  const rows = await state.db
    .selectFrom("journal")
    .selectAll()
    .where("seq", "<=", one.lastEntry)
    .orderBy("seq")
    .execute();
  const files = new Map<string, Buffer>([
    [HOW, Buffer.from(howToCheck(one))],
    [PAGE, Buffer.from(giveCase(one, "html", TEXT))],
    [REPORT, Buffer.from(giveCase(one, "json", TEXT))],
    [EVENTS, Buffer.concat(stored.flatMap(({ raw }) => [raw, Buffer.from("\n")]))],
    [EVENT_LIST, Buffer.from(listOf(stored))],
    [JOURNAL, lines(rows.filter(({ subject }) => subject === one.id).map(lineOf))],
    [CHAIN, lines(rows.map(({ seq, previous, hash }) => ({ seq, previous, hash })))],
  ]);
  const have = new Set(stored.map(({ uid }) => uid));
  const manifest: Manifest = {
    schema: "nightlatch.evidence-pack/1",
    case: one.id,
    tenant: one.tenant,
    entry: one.lastEntry,
    chain: { entries: rows.length, head: rows.at(-1)?.hash ?? "" },
    events: stored.length,
    missing: cited.filter((uid) => !have.has(uid)),
    files: Object.fromEntries(
      [...files].map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256(bytes) }]),
    ),
  };
  files.set(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  files.set(SUMS, Buffer.from([...files].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join("")));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes, { mode: 0o600, flag: "wx" });
  return { files: files.size, missing: manifest.missing, manifest: sha256(files.get(MANIFEST) ?? Buffer.alloc(0)) };
}

function listOf(events: readonly StoredEvent[]): string {
  let offset = 0;
  const rows = events.map(({ uid, time, received, raw }) => {
    const place = [offset, raw.length];
    offset += raw.length + 1;
    const times = [time, received].map((at) => new Date(at).toISOString());
    return [`"${uid.replaceAll('"', '""')}"`, ...times, ...place, sha256(raw)].join(",");
  });
  return ["uid,time,received,offset,length,sha256", ...rows, ""].join("\n");
}

function lineOf({ seq, at, who, kind, subject, body, previous, hash }: JournalLine): JournalLine {
  return { seq, at, who, kind, subject, body, previous, hash };
}

function lines(values: readonly object[]): Buffer {
  return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(""));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
