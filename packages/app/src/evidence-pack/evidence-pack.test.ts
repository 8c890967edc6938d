import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CaseBook } from "../cases/index.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import { event, record } from "../store/events/event.fixture.ts";
import { openStateStore, type StateStore } from "../store/state/index.ts";
import { checkPacked } from "./check-pack.ts";
import { checkPack, PackError, writePack } from "./index.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const PRETTY = JSON.stringify(JSON.parse(record("uid-2", NOON + 1000)), null, 2);

let folder = "";
let pack = "";
let events: EventStore;
let state: StateStore;
let book: CaseBook;
let kept = "";
let missing: readonly string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-pack-"));
  pack = join(folder, "pack");
  events = await openEventStore({ folder: join(folder, "data") });
  state = await openStateStore({ folder: join(folder, "data") });
  await events.append([event(record("uid-1", NOON)), event(PRETTY), event(record("other", NOON + 2000))]);
  let now = NOON + 60_000;
  book = new CaseBook({ state, events, now: () => (now += 1000) });
  await book.open({ tenant: "acme", title: "Zoë's session", seeds: [] }, "jo");
  await book.open({ tenant: "acme", title: "Another", seeds: [] }, "jo");
  const fact = (uid: string) => ({ happened: NOON, text: `Seen: ${uid} \u2028 €`, source: { events: [uid] } });
  for (const uid of ["uid-1", "uid-2", "gone"])
    await book.write("C-1", [{ kind: "case.fact", body: fact(uid) }], "kim");
  await book.write("C-2", [{ kind: "case.note", body: { text: "not theirs to see" } }], "kim");
  const packed = await writePack(pack, { one: await book.get("C-1"), state, events });
  kept = packed.manifest;
  missing = packed.missing;
});
afterAll(async () => {
  await events.close();
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (name: string): Buffer => readFileSync(join(pack, name));
function copied(): string {
  const copy = mkdtempSync(join(folder, "copy-"));
  cpSync(pack, copy, { recursive: true });
  return copy;
}
/** Whether a folder holds, as somebody with the kept hash sees it. */
function holds(where: string | ReadonlyMap<string, Buffer>): boolean {
  try {
    const { problems, manifest } = typeof where === "string" ? checkPack(where) : checkPacked(where, "memory");
    return problems.length === 0 && manifest === kept;
  } catch (error) {
    if (error instanceof PackError) return false;
    throw error;
  }
}

describe("an evidence pack", () => {
  it("RP-40 has the exact bytes of the cited events, the case's entries and the chain, and nothing of other cases", () => {
    expect(holds(pack)).toBe(true);
    expect(missing).toEqual(["gone"]);
    expect(read("events.ndjson").toString()).toBe(`${record("uid-1", NOON)}\n${PRETTY}\n`);
    const entries = read("journal.ndjson").toString().trimEnd().split("\n");
    expect(entries.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 3, 4, 5]);
    expect(read("chain.ndjson").toString().trimEnd().split("\n")).toHaveLength(5);
    for (const name of readdirSync(pack)) expect(read(name).includes("not theirs to see")).toBe(false);
    expect(JSON.parse(read("manifest.json").toString())).toMatchObject({ events: 2, missing: ["gone"] });
  });

  it("RP-41 any single changed byte is found: every byte of every file", { timeout: 120_000 }, () => {
    const files = new Map(readdirSync(pack).map((name) => [name, read(name)]));
    expect(holds(files)).toBe(true);
    const unseen: string[] = [];
    for (const [name, bytes] of files)
      for (let at = 0; at < bytes.length; at++) {
        const before = bytes[at]!;
        bytes[at] = before ^ (1 + ((at * 37) % 255));
        if (holds(files)) unseen.push(`${name} ${at}`);
        bytes[at] = before;
      }
    expect(unseen).toEqual([]);
    expect(holds(files)).toBe(true);
  });

  it("RP-41 any byte added, left out or changed to any other is found", { timeout: 60_000 }, () => {
    const files = new Map(readdirSync(pack).map((name) => [name, read(name)]));
    fc.assert(
      fc.property(
        fc.constantFrom(...files.keys()),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.constantFrom("change", "add", "cut"),
        fc.integer({ min: 1, max: 255 }),
        (name, place, how, value) => {
          const bytes = read(name);
          const at = Math.floor(place * bytes.length);
          const middle = how === "cut" ? [] : how === "add" ? [value, bytes[at]!] : [bytes[at]! ^ value];
          const changed = Buffer.concat([bytes.subarray(0, at), Buffer.from(middle), bytes.subarray(at + 1)]);
          expect(holds(new Map([...files, [name, changed]]))).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("RP-41 a missing file and one too many are found", () => {
    for (const name of readdirSync(pack)) {
      const copy = copied();
      unlinkSync(join(copy, name));
      expect([name, holds(copy)]).toEqual([name, false]);
    }
    const copy = copied();
    writeFileSync(join(copy, "more.txt"), "x");
    expect(checkPack(copy).problems).toEqual(["more.txt does not belong to it"]);
  });

  it("RP-42 can be checked with sha256sum and with the lines that it has for another language", () => {
    execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: pack });
    const [, script = ""] = /<<'END'\n([\s\S]*?)\n {5}END/.exec(read("HOW-TO-CHECK.txt").toString()) ?? [];
    const lines = script.replaceAll(/^ {5}/gm, "");
    const said = execFileSync("python3", ["-"], { cwd: pack, input: lines }).toString();
    expect(said).toMatch(/^holds 5 [0-9a-f]{64}\n$/);
  });

  it("RP-43 a pack that was written anew as a whole is found by its manifest's hash", async () => {
    const anew = join(folder, "anew");
    await book.write("C-1", [{ kind: "case.note", body: { text: "later" } }], "kim");
    await writePack(anew, { one: await book.get("C-1"), state, events });
    expect(checkPack(anew).problems).toEqual([]);
    expect(holds(anew)).toBe(false);
  });

  it("RP-44 nothing is overwritten", async () => {
    const one = await book.get("C-1");
    await expect(writePack(pack, { one, state, events })).rejects.toThrow(/is not empty/);
    expect(holds(pack)).toBe(true);
  });
});
