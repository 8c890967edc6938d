import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..", "..", "..");

describe("docs/errors.md", () => {
  it("CL-5 has a section for every code in the source, and no other", () => {
    const written = readFileSync(join(root, "docs", "errors.md"), "utf8");
    const sections = [...written.matchAll(/^### (NL-[A-Z-]+)\n(?<cause>.+)\n\n\*\*What to do\.\*\* (?<next>.+)$/gm)];
    const headings = [...written.matchAll(/^### (.+)$/gm)].map(([, code]) => code);
    expect(sections.map(([, code]) => code)).toEqual(headings);
    expect(headings).toEqual([...new Set(headings)]);
    const source = codesInSource();
    expect([...source].filter((code) => !headings.includes(code))).toEqual([]);
    expect(headings.filter((code) => !source.has(code ?? ""))).toEqual([]);
  });
});

/** Codes that stand as a text in the source, tests left out. */
function codesInSource(): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const room of readdirSync(join(root, "packages"))) {
    const source = join(root, "packages", room, "src");
    for (const file of readdirSync(source, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts") || /\.(?:test|fixture)\.ts$/.test(file)) continue;
      // A code stands alone between quotes, or within a template; what a comment says does not count.
      const text = readFileSync(join(source, file), "utf8");
      for (const [, code] of text.matchAll(/["`:] ?(NL-[A-Z]+(?:-[A-Z]+)+)["` ]/g)) codes.add(code ?? "");
    }
  }
  return codes;
}
