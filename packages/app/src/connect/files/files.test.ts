import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Folder, readAll } from "./export.fixture.ts";
import { readRange, spoolStdin } from "./index.ts";

let folder = new Folder();
const used = [folder];
beforeEach(() => {
  folder = new Folder();
  used.push(folder);
});
afterAll(() => {
  for (const each of used) each.remove();
});

const malformed = fileURLToPath(new URL("../../../../../corpus/malformed/", import.meta.url));
const table = readFileSync(join(malformed, "README.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| [a-z0-9-]+\.(nd)?(json|csv)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, file = "", records = "", codes = ""]) => ({
    file,
    records: Number(records),
    codes: codes.split(" ").filter(Boolean),
  }));

const event = (uuid: string): string =>
  JSON.stringify({ uuid, actor: { id: uuid }, published: "2023-10-18T10:00:00Z" });
const codes = (outcome: {
  readonly rejections: readonly { readonly code: string; readonly line: number }[];
}): string[] => outcome.rejections.map(({ code, line }) => `${code}:${line}`);

describe("malformed inputs", () => {
  it.each(table)("IN-40 $file gives $records records and $codes", async ({ file, records, codes: wanted }) => {
    const outcome = await readAll([join(malformed, file)]);
    expect(codes(outcome)).toEqual(wanted);
    expect(outcome.records).toHaveLength(records);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it.each([
    ["gzip", gzipSync],
    ["zstd", zstdCompressSync],
  ])("IN-41 what a truncated %s holds is used", async (_name, compress) => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `${event(`e${n}-${Math.sin(n)}`)}\n`).join("");
    const packed = compress(Buffer.from(lines));
    const half = await readAll([folder.write("half", packed.subarray(0, packed.length >> 1))]);
    expect(half.records.length).toBeGreaterThan(5000);
    expect(half.rejections).toMatchObject([{ code: "NL-INPUT-TRUNCATED", line: half.records.length + 1 }]);
    const cut = await readAll([folder.write("cut", packed.subarray(0, -3))]);
    expect(codes(cut)[0]).toContain("NL-INPUT-TRUNCATED");
  });

  it("IN-42 damaged compressed data is told apart from a truncated one", async () => {
    const packed = gzipSync(Buffer.from(`${event("1")}\n`.repeat(50_000)));
    packed.fill(0xff, packed.length - 60, packed.length - 20);
    expect(codes(await readAll([folder.write("bad", packed)]))[0]).toContain("NL-INPUT-COMPRESSED");
  });

  it("IN-43 a line of 20 MB is rejected, the rest is read", async () => {
    const long = JSON.stringify({ uuid: "long", text: "x".repeat(20_000_000) });
    const text = `${event("1")}\n${long}\n${event("2")}\n{"actor":"${"y".repeat(20_000_000)}\n${event("3")}\n`;
    const outcome = await readAll([folder.write("long", text)]);
    expect(codes(outcome)).toEqual(["NL-INPUT-LINE-TOO-LONG:2", "NL-INPUT-LINE-TOO-LONG:4"]);
    expect(outcome.records.map((record) => record.slice(0, 11))).toEqual(['{"uuid":"1"', '{"uuid":"2"', '{"uuid":"3"']);
    expect(outcome.lines).toEqual([1, 3, 5]);
  });

  it("IN-44 a binary file is rejected as a whole", async () => {
    const bytes = Buffer.from(Array.from({ length: 9000 }, (_, n) => (n * 7919) % 251));
    expect(codes(await readAll([folder.write("bin", bytes)]))).toEqual(["NL-INPUT-BINARY:0"]);
    expect(codes(await readAll([folder.write("zip", "PK\u0003\u0004rest")]))).toEqual(["NL-INPUT-BINARY:0"]);
  });

  it("IN-45 a decompression bomb is read in small memory and rejected", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, "x"));
    const before = process.memoryUsage().rss;
    const outcome = await readAll([folder.write("bomb", bomb)]);
    expect(codes(outcome)).toEqual(["NL-INPUT-NOT-JSON:1"]);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });
});

describe("paths", () => {
  it("IN-1 a folder is read below, sorted, without hidden files, each file once", async () => {
    mkdirSync(join(folder.path, "b"));
    folder.write("b/2.txt", event("2"));
    folder.write("a", event("1"));
    folder.write("c.gz", gzipSync(event("3")));
    folder.write(".hidden", event("4"));
    symlinkSync(folder.path, join(folder.path, "b", "loop"));
    symlinkSync(join(folder.path, "a"), join(folder.path, "z"));
    const outcome = await readAll([folder.path, join(folder.path, "a")]);
    expect(outcome.records).toEqual([event("1"), event("2"), event("3")]);
    expect(outcome.rejections).toEqual([]);
    expect(outcome.batches[0]).toMatchObject({ source: folder.path, file: join(folder.path, "a") });
  });

  it("IN-5 an empty folder and a missing path are rejected", async () => {
    mkdirSync(join(folder.path, "none"));
    const outcome = await readAll([join(folder.path, "none"), join(folder.path, "missing")]);
    expect(codes(outcome)).toEqual(["NL-INPUT-EMPTY-FOLDER:0", "NL-INPUT-MISSING:0"]);
  });

  it("IN-6 the standard input can be kept and read twice", async () => {
    const spool = await spoolStdin(Readable.from([`${event("1")}\n`, event("2")]));
    for (let time = 0; time < 2; time++)
      expect((await readAll(["-"], { stdin: spool.path })).records).toEqual([event("1"), event("2")]);
    const found = [];
    for await (const { bytes } of readRange([{ file: "-", offset: 0, length: 5 }], { stdin: spool.path }))
      found.push(bytes);
    expect(Buffer.concat(found).toString()).toBe(event("1").slice(0, 5));
    spool.remove();
  });

  it("IN-7 progress counts the bytes on the disk", async () => {
    const path = folder.write("p", gzipSync(`${event("1")}\n`.repeat(1000)));
    const seen: number[] = [];
    let total = 0;
    await readAll([path], {
      progress: (progress) => {
        seen.push(progress.bytes);
        total = progress.total;
      },
    });
    expect(seen.at(-1)).toBe(total);
    expect(total).toBeGreaterThan(0);
  });
});

describe("CSV", () => {
  it("IN-51 columns named after members become a record, whatever their style", async () => {
    const text = [
      '"Timestamp","event_type","uuid","actor.alternateId","Client IP Address","securityContext.asNumber","securityContext.isProxy","target0.id","target1.id","debugContext.debugData.dtHash","other"',
      '"2023-10-18T10:00:00Z","user.session.start","u1","jo, ""the"" one","192.0.2.1","64496","true","a","b","hash","x"',
    ].join("\r\n");
    const { records, rejections, batches } = await readAll([folder.write("okta.csv", `\ufeff${text}\r\n`)]);
    expect(rejections).toEqual([]);
    expect(JSON.parse(records[0]!)).toEqual({
      published: "2023-10-18T10:00:00Z",
      eventType: "user.session.start",
      uuid: "u1",
      actor: { alternateId: 'jo, "the" one' },
      client: { ipAddress: "192.0.2.1" },
      securityContext: { asNumber: 64496, isProxy: true },
      target: [{ id: "a" }, { id: "b" }],
      debugContext: { debugData: { dtHash: "hash" } },
    });
    expect(batches[0]).toMatchObject({ synthetic: true });
    const [offset = 0, length = 0] = batches[0]!.origins!;
    for await (const { bytes } of readRange([{ file: batches[0]!.file, offset, length }]))
      expect(Buffer.from(bytes).toString().trim()).toBe(text.split("\r\n")[1]);
  });

  it("IN-53 a row without an id is named by what it says", async () => {
    const path = folder.write("noid.csv", "published,eventType\n1,a\n1,a\n1,b\n");
    const ids = (await readAll([path])).records.map((record) => (JSON.parse(record) as { uuid: string }).uuid);
    expect(ids[0]).toMatch(/^csv-[0-9a-f]{32}$/);
    expect(new Set(ids).size).toBe(2);
  });
});
