import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { createToken, createUser, type DrillTenant, grantRole, startDrillTenant, SYSTEM_BY } from "../drill/index.ts";
import { MAIN } from "./nightlatch.fixture.ts";

const DAY = 86_400_000;

/** An organisation that can be watched with an API token. */
export async function watchable(seed: number): Promise<{ readonly tenant: DrillTenant; readonly secret: string }> {
  const tenant = await startDrillTenant({ seed, now: Date.now });
  tenant.rates.factor = 100;
  const at = Date.now() - 70 * DAY;
  const reader = createUser(tenant.org, SYSTEM_BY, { login: "reader@example.com", firstName: "R", lastName: "R", at });
  grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM_BY, at);
  return { tenant, secret: createToken(tenant.org, reader, "reader", SYSTEM_BY, at).secret };
}

/** An entry of the service's log. */
export interface LogEntry {
  readonly level: string;
  readonly event: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** `nightlatch up` while it runs. */
export class Up {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  stdout = "";
  stderr = "";

  /** `before` is what to run it within, such as a namespace. */
  constructor(
    args: readonly string[],
    { cwd, env = {}, before = [] }: { cwd: string; env?: Record<string, string>; before?: readonly string[] },
  ) {
    const flags = ["--disable-warning=ExperimentalWarning", "--conditions=source", MAIN, "up", ...args];
    const [program = "", ...rest] = [...before, process.execPath, ...flags];
    this.child = spawn(program, rest, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.ended = new Promise((resolve) => {
      this.child.on("close", resolve);
    });
  }

  /** Everything logged by now; lines that are no JSON are an error. */
  get log(): readonly LogEntry[] {
    const whole = this.stderr.slice(0, this.stderr.lastIndexOf("\n") + 1);
    return whole
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as LogEntry);
  }

  /** Waits for an entry, and answers it. */
  async logged(wanted: (entry: LogEntry) => boolean): Promise<LogEntry> {
    while (!this.log.some(wanted) && this.child.exitCode === null) await sleep(20);
    const found = this.log.findLast(wanted);
    if (found === undefined) throw new Error(`It ended without it:\n${this.stderr}`);
    return found;
  }

  /** Where its interface is. */
  async origin(): Promise<string> {
    const { origin } = await this.logged(({ event }) => event === "started");
    return String(origin);
  }

  async stop(): Promise<number | null> {
    this.child.kill("SIGTERM");
    return this.ended;
  }
}
