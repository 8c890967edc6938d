import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blank } from "./blank.ts";
import { importsOf } from "./imports.ts";

describe("importsOf()", () => {
  it("HS-12 sees every way to import: values, types, for effect, again as an export, and by a call", () => {
    const source = [
      'import { a } from "./a.ts";',
      'import type { B } from "./b.ts";',
      "import './c.ts';",
      'export * from "./d.ts";',
      "export {\n  e,\n} from './e.ts';",
      'const f = await import("./f.ts");',
      'type G = import("./g.ts").G;',
      "const h = await import(`./${name}.ts`);",
    ].join("\n");
    expect(importsOf(source)).toEqual([
      { specifier: "./a.ts", line: 1, typeOnly: false },
      { specifier: "./b.ts", line: 2, typeOnly: true },
      { specifier: "./c.ts", line: 3, typeOnly: false },
      { specifier: "./d.ts", line: 4, typeOnly: false },
      { specifier: "./e.ts", line: 5, typeOnly: false },
      { specifier: "./f.ts", line: 8, typeOnly: false },
      { specifier: "./g.ts", line: 9, typeOnly: false },
      { specifier: undefined, line: 10, typeOnly: false },
    ]);
  });

  it("HS-12 is not deceived by comments, strings, templates and regular expressions", () => {
    const source = [
      '// import "./a.ts";',
      '/* import "./b.ts"; */',
      "const text = 'import \"./c.ts\"';",
      'const made = `import "./d.ts" ${`import "./e.ts"`} import "./f.ts"`;',
      'const look = /import "x"/.test(text) ? 4 / 2 : 1;',
      'import "./g.ts";',
    ].join("\n");
    expect(importsOf(source)).toEqual([{ specifier: "./g.ts", line: 6, typeOnly: false }]);
  });
});

describe("blank()", () => {
  it("HS-12 keeps every line and column of any text, however broken", () => {
    const piece = fc.constantFrom('"', "'", "`", "${", "}", "/", "//", "/*", "*/", "\\", "\n", "(", "a", "[", "]", "𝒳");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const source = pieces.join("");
        const code = blank(source);
        expect(code.length).toBe(source.length);
        expect([...code.matchAll(/\n/g)].map(({ index }) => index)).toEqual(
          [...source.matchAll(/\n/g)].map(({ index }) => index),
        );
      }),
    );
  });
});
