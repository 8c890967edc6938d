import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Folder } from "../../connect/files/export.fixture.ts";
import { MAIN, nightlatch } from "../nightlatch.fixture.ts";
import { leaksOf } from "./leaks.fixture.ts";
import { ticketCapture } from "./ticket.fixture.ts";

const used: Folder[] = [];
function folder(): Folder {
  const one = new Folder();
  used.push(one);
  return one;
}
afterEach(() => {
  for (const one of used.splice(0)) one.remove();
});

const TICKET = ticketCapture();
const TEXT = JSON.stringify(TICKET.har);
/** Identifiers within tokens open nothing and are told, so that they can be looked for in a log. */
const CREDENTIALS = TICKET.planted.filter(([where]) => where !== "identity_nonce");

describe("nightlatch har scrub", () => {
  it.each(["share", "credentials-only", "strict"])(
    "HR-20 leaves none of the secrets of a capture in its output, in no encoding: profile %s",
    async (profile) => {
      const one = folder();
      const capture = one.write("ticket.har", TEXT);
      expect(TICKET.planted.length).toBeGreaterThan(50);
      expect(leaksOf(TEXT, TICKET.planted)).toEqual(TICKET.planted);
      const out = join(one.path, "clean.har");
      const ran = await nightlatch(["har", "scrub", capture, "--out", out, "--profile", profile]);
      expect([ran.exit, ran.stderr]).toEqual([0, ""]);
      const scrubbed = readFileSync(out, "utf8");
      expect(leaksOf(scrubbed, TICKET.planted)).toEqual([]);
      expect(leaksOf(ran.stdout, TICKET.planted)).toEqual([]);
      expect(JSON.parse(scrubbed)).toMatchObject({ log: { version: "1.2", entries: { length: 11 } } });
      for (const word of profile === "strict" ? TICKET.harmless.slice(0, 3) : TICKET.harmless)
        expect(scrubbed).toContain(word);
    },
  );

  it("HR-51 tells what it took out, and writes the receipt beside when asked to", async () => {
    const one = folder();
    const capture = one.write("ticket.har", TEXT);
    const [out, receipt] = [join(one.path, "clean.har"), join(one.path, "receipt.json")];
    const ran = await nightlatch(["har", "scrub", capture, "--out", out, "--receipt", receipt]);
    expect(ran.stdout).toMatch(/^\d+ values taken out of \d+ places in 11 entries \(profile share\)\.\n/);
    expect(ran.stdout).toContain("Okta session cookie");
    const told = JSON.parse(readFileSync(receipt, "utf8")) as Record<string, unknown>;
    expect(told).toMatchObject({
      schema: "nightlatch.har-receipt/1",
      output: { bytes: statSync(out).size },
      residue: { found: 0 },
    });
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it("HR-50 is refused with a code for what is no capture, and leaves nothing behind", async () => {
    const one = folder();
    const wrong = [
      ["NL-HAR-JSON", "not JSON at all"],
      ["NL-HAR-TRUNCATED", TEXT.slice(0, TEXT.length / 2)],
      ["NL-HAR-SHAPE", '{"entries":[]}'],
    ] as const;
    for (const [code, text] of wrong) {
      const capture = one.write("wrong.har", text);
      const ran = await nightlatch(["har", "scrub", capture, "--out", join(one.path, "clean.har")]);
      expect([ran.exit, ran.stdout, ran.stderr.split(" ")[0]]).toEqual([3, "", code]);
      expect(leaksOf(ran.stderr, TICKET.planted)).toEqual([]);
    }
    const missing = join(one.path, "missing.har");
    const none = await nightlatch(["har", "scrub", missing, "--out", join(one.path, "clean.har")]);
    expect([none.exit, none.stderr.split(" ")[0]]).toEqual([2, "NL-HAR-FILE"]);
    expect(none.stderr).toContain(missing);
    expect(readdirSync(one.path)).toEqual(["wrong.har"]);
  });

  it("HR-50 writes over nothing that is there, unless told to", async () => {
    const one = folder();
    const capture = one.write("ticket.har", TEXT);
    const out = one.write("clean.har", "something of value");
    const refused = await nightlatch(["har", "scrub", capture, "--out", out]);
    expect([refused.exit, refused.stderr.split(" ")[0]]).toEqual([2, "NL-HAR-EXISTS"]);
    const same = await nightlatch(["har", "scrub", capture, "--out", capture, "--force"]);
    expect([same.exit, same.stderr.split(" ")[0]]).toEqual([2, "NL-HAR-SAME"]);
    const broken = await nightlatch(["har", "scrub", one.write("broken.har", "{"), "--out", out, "--force"]);
    expect([broken.exit, readFileSync(out, "utf8")]).toEqual([3, "something of value"]);
    const device = await nightlatch(["har", "scrub", capture, "--out", "/dev/null", "--force"]);
    expect([device.exit, device.stderr.split(" ")[0]]).toEqual([2, "NL-HAR-EXISTS"]);
    const forced = await nightlatch(["har", "scrub", capture, "--out", out, "--force"]);
    expect([forced.exit, leaksOf(readFileSync(out, "utf8"), TICKET.planted)]).toEqual([0, []]);
    expect(readFileSync(capture, "utf8")).toBe(TEXT);
    expect(readdirSync(one.path).sort()).toEqual(["broken.har", "clean.har", "ticket.har"]);
  });

  it("HR-50 leaves nothing that is taken for the result when it is stopped, and sweeps up after one that was killed", async () => {
    const one = folder();
    const entries = Array.from({ length: 400 }, () => TICKET.har.log.entries).flat();
    const capture = one.write("large.har", JSON.stringify({ log: { ...TICKET.har.log, entries } }));
    const out = join(one.path, "clean.har");
    const begun = async (signal: NodeJS.Signals): Promise<readonly string[]> => {
      const flags = ["--disable-warning=ExperimentalWarning", "--conditions=source"];
      const child = spawn(process.execPath, [...flags, MAIN, "har", "scrub", capture, "--out", out], {
        stdio: "ignore",
      });
      const ended = new Promise((resolve) => {
        child.on("close", resolve);
      });
      await expect.poll(() => readdirSync(one.path).length, { timeout: 60_000, interval: 5 }).toBe(2);
      child.kill(signal);
      await ended;
      return readdirSync(one.path).filter((name) => name !== "large.har");
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) expect(await begun(signal)).toEqual([]);
    expect(await begun("SIGKILL")).toEqual([expect.stringMatching(/^\.clean\.har\.\d+\.tmp$/)]);
    one.write("small.har", TEXT);
    const ran = await nightlatch(["har", "scrub", join(one.path, "small.har"), "--out", out]);
    expect([ran.exit, readdirSync(one.path).sort()]).toEqual([0, ["clean.har", "large.har", "small.har"]]);
  });

  it("HR-50 says so when the output cannot be written", async () => {
    const one = folder();
    const capture = one.write("ticket.har", TEXT);
    const nowhere = await nightlatch(["har", "scrub", capture, "--out", join(one.path, "no", "clean.har")]);
    expect([nowhere.exit, nowhere.stderr.split(" ")[0]]).toEqual([2, "NL-HAR-FILE"]);
    expect(nowhere.stderr).toContain("clean.har");
  });
});

describe("nightlatch har inspect", () => {
  it("HR-52 tells the credentials of a capture without a value", async () => {
    const capture = folder().write("ticket.har", TEXT);
    const [text, json] = await Promise.all([
      nightlatch(["har", "inspect", capture]),
      nightlatch(["har", "inspect", capture, "--format", "json"]),
    ]);
    expect([text.exit, json.exit, text.stderr]).toEqual([0, 0, ""]);
    for (const { stdout } of [text, json]) expect(leaksOf(stdout, CREDENTIALS)).toEqual([]);
    expect(text.stdout).toContain("owner    sam.lee@widgets.example");
    const { artefacts } = JSON.parse(json.stdout) as { readonly artefacts: readonly { readonly class: string }[] };
    const classes = new Set(artefacts.map((artefact) => artefact.class));
    for (const wanted of ["okta-session", "okta-idx", "okta-token", "cloudflare-access", "okta-api-token", "password"])
      expect(classes).toContain(wanted);
    expect(artefacts.find((artefact) => artefact.class === "okta-token")).toMatchObject({
      owner: "sam.lee@widgets.example",
      expiresAt: "2023-10-18T12:53:20.000Z",
    });
  });

  it("HR-52 with --any finds them in commands and logs too, and rejects what breaks off", async () => {
    const one = folder();
    one.write("ticket.txt", `Hi,\ncurl -H 'Authorization: SSWS 00${"aB3".repeat(13)}x' https://widgets.okta.com\n`);
    one.write("cut.har", TEXT.slice(0, TEXT.length / 2));
    const ran = await nightlatch(["har", "inspect", "--any", one.path, "--format", "json"]);
    expect([ran.exit, ran.stderr.includes("NL-HAR-TRUNCATED")]).toEqual([3, true]);
    const { artefacts } = JSON.parse(ran.stdout) as { readonly artefacts: readonly { readonly class: string }[] };
    expect(artefacts.filter((artefact) => artefact.class === "okta-api-token").length).toBeGreaterThan(1);
    expect(leaksOf(ran.stdout, CREDENTIALS)).toEqual([]);
  });
});
