import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventsOf, fill } from "../../cases/stolen.fixture.ts";
import { openEventStore } from "../../store/events/index.ts";
import { openStateStore } from "../../store/state/index.ts";
import { textIn } from "../../report/pdf/read-pdf.fixture.ts";
import { nightlatch, type Ran } from "../nightlatch.fixture.ts";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-report-"));
  const events = await openEventStore({ folder: join(folder, "data") });
  const state = await openStateStore({ folder: join(folder, "data") });
  await fill({ events, state }, eventsOf("r3-1password", Date.now() - 3_600_000), Date.now());
  await events.close();
  await state.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]): Promise<Ran> => nightlatch([...args, "--data", join(folder, "data")]);

describe("nightlatch report and nightlatch verify FOLDER", () => {
  it("RP-50 tell a case in its formats, pack its evidence and check it", async () => {
    await run("case", "questions", "C-1");
    const { stdout } = await run("report", "C-1");
    for (const part of ["TIMELINE", "What is not known", "Questions", "Events cited"])
      expect(stdout.toLowerCase()).toContain(part.toLowerCase());
    const page = join(folder, "case.html");
    expect((await run("report", "C-1", "--format", "html", "--out", page)).exit).toBe(0);
    expect(readFileSync(page, "utf8")).toContain("<!doctype html>");
    const file = join(folder, "case.pdf");
    expect((await run("report", "C-1", "--format", "pdf", "--out", file)).exit).toBe(0);
    expect(textIn(readFileSync(file))).toContain("Events cited");
    const stix = JSON.parse((await run("report", "C-1", "--format", "stix")).stdout) as { type: string };
    expect(stix.type).toBe("bundle");
    const wrong = await run("report", "C-1", "--format", "ocsf");
    expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining("NL-CLI-FORMAT")]);

    const pack = join(folder, "pack");
    const packed = JSON.parse((await run("report", "C-1", "--pack", pack, "--format", "json")).stdout) as {
      manifest: string;
    };
    expect((await run("verify", pack, "--manifest", packed.manifest)).exit).toBe(0);
    writeFileSync(join(pack, "report.json"), "{}");
    const broken = await run("verify", pack);
    expect([broken.exit, broken.stdout]).toEqual([3, expect.stringContaining("report.json was changed")]);
  }, 240_000);
});
