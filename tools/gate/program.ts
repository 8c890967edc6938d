import { spawn } from "node:child_process";
import type { Outcome } from "./outcome.ts";

/** Runs a program of Node's in `cwd`; what it prints is kept only when it fails. */
export function runProgram(args: readonly string[], cwd: string): Promise<Outcome> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => printed.push(text));
  }
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output: code === 0 ? "" : printed.join("").trim() }));
  });
}
