import { describe, expect, it } from "vitest";
import { Progress } from "./progress.ts";

function watch(isTTY: boolean): {
  readonly progress: Progress;
  readonly said: string[];
  readonly at: (ms: number) => void;
} {
  let now = 0;
  const said: string[] = [];
  const progress = new Progress({ isTTY, columns: 60, write: (text) => said.push(text) }, () => now);
  return {
    progress,
    said,
    at: (ms) => {
      now = ms;
      progress.at(ms * 1000, 100_000_000, "export\u001b[2J.ndjson");
    },
  };
}

describe("Progress", () => {
  it("CL-36 shows nothing for short work", () => {
    const { at, said, progress } = watch(true);
    for (const ms of [1, 100, 600]) at(ms);
    progress.end();
    expect(said).toEqual([]);
  });

  it("CL-36 draws one line on a terminal, never longer than it, and clears it at the end", () => {
    const { at, said, progress } = watch(true);
    for (const ms of [800, 850, 50_000]) at(ms);
    progress.end();
    progress.end();
    expect(said).toHaveLength(3);
    expect(said[1]).toMatch(/^\r█{12}·{12} {2}50 % {2}50\.0 MB of 100\.0 MB/);
    for (const line of said) expect(line.replace("\r", "").replace("\u001b[K", "").length).toBeLessThan(60);
    expect(said.at(-1)).toBe("\r\u001b[K");
  });

  it("CL-36 writes a line every half minute where there is no terminal", () => {
    const { at, said, progress } = watch(false);
    for (let ms = 0; ms <= 65_000; ms += 1000) at(ms);
    progress.end();
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/ 30 % {2}30\.0 MB of 100\.0 MB, 1\.0 MB\/s, 70 s left {2}export<U\+001B>\[2J\.ndjson\n$/);
  });

  it("CL-36 says how much was read when nobody knows how much there is", () => {
    let now = 0;
    const said: string[] = [];
    const progress = new Progress({ isTTY: true, write: (text) => said.push(text) }, () => now);
    now = 2000;
    progress.at(5_000_000, 0, "-");
    expect(said[0]).toBe("\rReading 5.0 MB, 2.5 MB/s  -\u001b[K");
  });
});
