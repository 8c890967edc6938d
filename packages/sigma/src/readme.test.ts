import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import * as sigma from "./index.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("the README of the package", () => {
  it("SG-91 its example prints what it says", () => {
    const [, example = ""] = /```js\n([^]*?)```/.exec(readme) ?? [];
    const code = example.replace(/^import .*\n/, "");
    const promised = [...example.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line);
    const printed: string[] = [];
    runInNewContext(code, { ...sigma, console: { log: (line: string) => printed.push(line) } });
    expect(printed).toEqual(promised);
    expect(printed).toHaveLength(1);
  });

  it("SG-91 its table of limits is that of the code", () => {
    for (const [name, value] of Object.entries(sigma.DEFAULT_LIMITS)) {
      const row = readme.split("\n").find((line) => line.startsWith("|") && line.includes(`\`${name}\``));
      expect(row).toContain(value.toLocaleString("en"));
    }
  });
});
