import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** `nightlatch up` in a process of its own. */
export interface Started {
  /** Resolves when the log was read to its end. */
  readonly read: Promise<void>;
  /** Seconds from the start of the process until `/readyz` said yes. */
  readonly ready: number;
  /** Seconds of processor time until then, of all threads; Linux alone tells. */
  readonly processor: number;
  /** Events that it said it read. */
  readonly events: () => number;
  readonly stop: () => Promise<void>;
}

const MAIN = new URL("../../packages/app/src/main.ts", import.meta.url).pathname;
const FLAGS = ["--disable-warning=ExperimentalWarning", "--conditions=source", MAIN, "up"];

/** Starts it in a folder with a `nightlatch.yaml`, and waits until it is ready. */
export async function startService(cwd: string, env: Readonly<Record<string, string>>): Promise<Started> {
  const started = performance.now();
  const child = spawn(process.execPath, FLAGS, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let events = 0;
  let said = "";
  let origin = "";
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
  });
  const read = new Promise<void>((resolve) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const lines = said.split("\n");
      said = lines.pop() ?? "";
      for (const line of lines) {
        const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
        if (entry["event"] === "started") origin = String(entry["origin"]);
        if (entry["event"] !== "read") continue;
        events += Number(entry["fresh"]);
        if (entry["caughtUp"] === true) resolve();
      }
    });
  });
  while (child.exitCode === null && !(await isReady(origin))) await sleep(10);
  const ready = (performance.now() - started) / 1000;
  return {
    read,
    ready,
    processor: processorOf(child.pid ?? 0),
    events: () => events,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** User and system time of a process (proc_pid_stat(5), fields 14 and 15), in ticks of a hundredth of a second. */
function processorOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

async function isReady(origin: string): Promise<boolean> {
  if (origin === "") return false;
  return fetch(`${origin}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
