import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrillTenant, SYSTEM_BY } from "../drill/index.ts";
import { openEventStore } from "../store/events/index.ts";
import { Up, watchable } from "./service.fixture.ts";

const root = mkdtempSync(join(tmpdir(), "nightlatch-full-"));
const disk = join(root, "disk");
const kept = join(root, "kept");
/**
 * Runs a command with a disk of its own, in a namespace of its own: nothing outside sees it, and no rights are needed for
 * it. What is on it at the end is copied out.
 */
const SMALL_DISK = [
  "unshare",
  "-Urm",
  "sh",
  "-c",
  `mount -t tmpfs -o size=64m none "${disk}" || exit 1
"$0" "$@" & trap "kill -TERM $!" TERM; wait $!; trap - TERM; wait $!; code=$?; cp -a "${disk}/." "${kept}"; exit $code`,
];
const possible = canMount();
let tenant: DrillTenant;
let secret = "";
let up: Up;

function canMount(): boolean {
  try {
    mkdirSync(disk, { recursive: true });
    mkdirSync(kept, { recursive: true });
    const [program = "", ...args] = SMALL_DISK;
    execFileSync(program, [...args, "true"], { stdio: "ignore" });
    return true;
  } catch {
    process.stderr.write("SKIPPED: full disk; this machine lets nobody mount a small one (unshare -Urm, tmpfs)\n");
    return false;
  }
}

beforeAll(async () => {
  const made = await watchable(31);
  ({ tenant, secret } = made);
  const source = `{ tenant: acme, origin: "${tenant.origin}", read: { token: { env: NL_TEST_TOKEN } }, poll: 0.2 }`;
  writeFileSync(join(root, "nightlatch.yaml"), `sources: [${source}]\nserver: { port: 0 }\n`);
});
afterAll(async () => {
  up?.child.kill("SIGKILL");
  await tenant.stop();
  rmSync(root, { recursive: true, force: true });
});

/** The disk as the service sees it. */
function inside(): string {
  return join("/proc", String(up.child.pid), "root", disk);
}

/** Writes until nothing more goes onto the disk. */
function fill(): void {
  const file = openSync(join(inside(), "ballast"), "a");
  for (let size = 1 << 20; size > 0;)
    try {
      if (writeSync(file, Buffer.alloc(size)) < size) size >>= 1;
    } catch {
      size >>= 1;
    }
  closeSync(file);
}

function write(from: number, count: number): readonly string[] {
  const before = tenant.org.log.length;
  for (let n = from; n < from + count; n++)
    tenant.org.log.write({ type: "user.session.end", message: `m${n} ${"x".repeat(400)}`, actor: SYSTEM_BY.actor });
  return tenant.org.log.from(before, Number.MAX_SAFE_INTEGER).map(({ record }) => record.uuid);
}

describe.runIf(possible)("a full disk", () => {
  it("CL-90 is said, also by readiness; nothing that was acknowledged is lost, and it goes on when there is room", async () => {
    up = new Up(["--data", disk], { cwd: root, env: { NL_TEST_TOKEN: secret }, before: SMALL_DISK });
    const origin = await up.origin();
    const ready = async (): Promise<unknown> => {
      const answer = await fetch(`${origin}/readyz`);
      return [answer.status, ((await answer.json()) as { code?: string }).code];
    };
    const uids = [...write(0, 1000)];
    await up.logged(({ event, caughtUp }) => event === "read" && caughtUp === true);
    expect(await ready()).toEqual([200, undefined]);
    fill();
    uids.push(...write(1000, 4000));
    const { message } = await up.logged(({ event, code }) => event === "trouble" && code === "NL-STORE-FULL");
    expect(message).toContain("The disk of the store is full");
    expect(await ready()).toEqual([503, "NL-STORE-FULL"]);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    // It stays full for some tries more.
    await expect
      .poll(() => up.log.filter(({ code }) => code === "NL-STORE-FULL").length, { timeout: 60_000 })
      .toBeGreaterThan(2);
    rmSync(join(inside(), "ballast"));
    while (((await ready()) as unknown[])[0] !== 200) await sleep(50);
    uids.push(...write(5000, 1));
    await up.logged(({ event, fresh, caughtUp }) => event === "read" && fresh === 1 && caughtUp === true);
    expect(await up.stop()).toBe(0);
    const events = await openEventStore({ folder: kept });
    const stored: string[] = [];
    for await (const page of events.read({ tenant: "acme" })) stored.push(...page.map(({ uid }) => uid));
    await events.close();
    const there = new Set(stored);
    expect([uids.filter((uid) => !there.has(uid)), stored.length - there.size]).toEqual([[], 0]);
  });
});
