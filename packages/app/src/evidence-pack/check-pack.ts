import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chainHash } from "../store/state/index.ts";
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

/** How a pack stands. `problems` is empty when all of it holds. */
export interface CheckedPack {
  readonly case: string;
  readonly files: number;
  readonly events: number;
  /** `number:hash` of the chain's last entry in it. */
  readonly head: string;
  /** SHA-256 of the manifest: to be compared with the one that was kept apart. */
  readonly manifest: string;
  readonly problems: readonly string[];
}

const PACKED: readonly string[] = [HOW, PAGE, REPORT, EVENTS, EVENT_LIST, JOURNAL, CHAIN];
const ROOT = "0".repeat(64);

/**
 * Checks an evidence pack by itself: that every file is as the manifest says, that the manifest is as the sums say,
 * that the events are those of the list, that the entries of the journal hash to what the chain says, and that the
 * chain has no gap. Somebody who can write the folder can write all of that anew; the manifest's hash that was kept
 * apart shows it. Throws PackError NL-PACK-NONE when there is no pack.
 */
export function checkPack(folder: string): CheckedPack {
  return checkPacked(filesOf(folder), folder);
}

/** The same over the files of a pack by their names. */
export function checkPacked(files: ReadonlyMap<string, Buffer>, folder: string): CheckedPack {
  const manifestBytes = files.get(MANIFEST);
  const manifest = manifestBytes === undefined ? undefined : readManifest(manifestBytes);
  if (manifestBytes === undefined || manifest === undefined)
    throw new PackError("NL-PACK-NONE", `There is no evidence pack in "${folder}": ${MANIFEST} is missing or is none`);
  const problems = [
    ...checkFiles(files, manifest),
    ...checkSums(files, manifest),
    ...checkEvents(files, manifest),
    ...checkJournal(files, manifest),
  ];
  return {
    case: manifest.case,
    files: files.size,
    events: manifest.events,
    head: `${manifest.chain.entries}:${manifest.chain.head}`,
    manifest: sha256(manifestBytes),
    problems,
  };
}

function filesOf(folder: string): ReadonlyMap<string, Buffer> {
  try {
    return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  } catch {
    throw new PackError("NL-PACK-NONE", `There is no evidence pack in "${folder}": it cannot be read`);
  }
}

function readManifest(bytes: Buffer): Manifest | undefined {
  try {
    const manifest = JSON.parse(bytes.toString("utf8")) as Manifest;
    const whole =
      manifest.schema === "nightlatch.evidence-pack/1" &&
      typeof manifest.files === "object" &&
      typeof manifest.chain === "object";
    return whole ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function checkFiles(files: ReadonlyMap<string, Buffer>, manifest: Manifest): readonly string[] {
  const named = new Set([...PACKED, ...Object.keys(manifest.files)]);
  return [
    ...[...named].flatMap((name) => {
      const bytes = files.get(name);
      const due = manifest.files[name];
      if (bytes === undefined) return [`${name} is missing`];
      if (due === undefined) return [`${name} is not in the manifest`];
      return due.bytes === bytes.length && due.sha256 === sha256(bytes) ? [] : [`${name} was changed`];
    }),
    ...[...files.keys()]
      .filter((name) => !named.has(name) && name !== MANIFEST && name !== SUMS)
      .map((name) => `${name} does not belong to it`),
  ];
}

/** The sums are written from the other files, so they must be exactly what would be written. */
function checkSums(files: ReadonlyMap<string, Buffer>, manifest: Manifest): readonly string[] {
  const sums = files.get(SUMS);
  if (sums === undefined) return [`${SUMS} is missing`];
  const names = [...Object.keys(manifest.files), MANIFEST];
  const due = names.map((name) => `${sha256(files.get(name) ?? Buffer.alloc(0))}  ${name}\n`).join("");
  return sums.equals(Buffer.from(due)) ? [] : [`${SUMS} and the files, or ${MANIFEST}, do not agree`];
}

/** The events stand one behind another, each with a line feed after it; the list says where. */
function checkEvents(files: ReadonlyMap<string, Buffer>, { events }: Manifest): readonly string[] {
  const all = files.get(EVENTS) ?? Buffer.alloc(0);
  const rows = linesOf(files.get(EVENT_LIST)).slice(1);
  if (rows.length !== events) return [`${EVENT_LIST} has ${rows.length} events, the manifest says ${events}`];
  let end = 0;
  const wrong = rows.flatMap((row, n) => {
    const [, offset = "", length = "", hash = ""] = /,(\d+),(\d+),([0-9a-f]{64})$/.exec(row.toString("latin1")) ?? [];
    const record = all.subarray(Number(offset), Number(offset) + Number(length));
    const holds = Number(offset) === end && sha256(record) === hash && all[end + Number(length)] === 10;
    end += record.length + 1;
    return holds ? [] : [`Event ${n + 1} is not the one in ${EVENT_LIST}`];
  });
  return end === all.length || wrong.length > 0 ? wrong : [`${EVENTS} has more than ${EVENT_LIST} says`];
}

function checkJournal(files: ReadonlyMap<string, Buffer>, manifest: Manifest): readonly string[] {
  const chain = parsed(files.get(CHAIN)) as readonly Pick<JournalLine, "seq" | "previous" | "hash">[] | undefined;
  const entries = parsed(files.get(JOURNAL)) as readonly JournalLine[] | undefined;
  if (chain === undefined || entries === undefined) return [`${CHAIN} or ${JOURNAL} cannot be read`];
  const broken = chain.findIndex(({ seq, previous }, n) => seq !== n + 1 || previous !== (chain[n - 1]?.hash ?? ROOT));
  if (broken !== -1) return [`The chain is broken at entry ${broken + 1}`];
  if (chain.length !== manifest.chain.entries || (chain.at(-1)?.hash ?? "") !== manifest.chain.head)
    return [`The chain does not end as the manifest says`];
  return entries.flatMap((entry) => {
    const link = chain[entry.seq - 1];
    const holds =
      link !== undefined &&
      entry.previous === link.previous &&
      chainHash(entry) === link.hash &&
      entry.hash === link.hash;
    return holds ? [] : [`Entry ${entry.seq} of the journal is not the one in the chain`];
  });
}

function parsed(bytes: Buffer | undefined): readonly unknown[] | undefined {
  try {
    return linesOf(bytes).map((line) => {
      const value: unknown = JSON.parse(line.toString("utf8"));
      if (typeof value !== "object" || value === null) throw new TypeError("An object is wanted");
      return value;
    });
  } catch {
    return undefined;
  }
}

/** Lines as bytes, each ended by a line feed. */
function linesOf(bytes: Buffer = Buffer.alloc(0)): readonly Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return lines;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
