import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import * as har from "./index.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("the README of the package", () => {
  it("HR-71 its example prints what it says", async () => {
    const [, example = ""] = /```js\n([^]*?)```/.exec(readme) ?? [];
    const code = example.replace(/^import .*\n/, "");
    const promised = [...example.matchAll(/^\/\/ (?!New)(.*)$/gm)].map(([, line]) => line);
    const printed: string[] = [];
    const console = { log: (...parts: readonly unknown[]) => printed.push(parts.join(" ")) };
    const known = { ...har, console, crypto: webcrypto, TextEncoder, TextDecoder, Uint8Array };
    await (runInNewContext(`(async () => {${code}})()`, known) as Promise<void>);
    expect(printed).toEqual(promised);
    expect(printed).toHaveLength(2);
  });
});
