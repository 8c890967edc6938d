import { spawn } from "node:child_process";
import { join } from "node:path";

/** How a run of the command line ended. */
export interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program. */
export const MAIN: string = join(import.meta.dirname, "..", "main.ts");
/** The root of the checkout. */
export const ROOT: string = join(import.meta.dirname, "..", "..", "..", "..");

/** Runs `nightlatch` as a user would, from the root of the checkout or another folder. */
export function nightlatch(
  args: readonly string[],
  options: {
    readonly stdin?: string | Uint8Array;
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<Ran> {
  const flags = ["--disable-warning=ExperimentalWarning", "--conditions=source"];
  const child = spawn(process.execPath, [...flags, MAIN, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.stdin ?? "");
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, stdout, stderr }));
  });
}
