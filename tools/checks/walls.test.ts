import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTree, treeOf } from "../source/tree.ts";
import { walls } from "./walls.ts";

const root = dirname(dirname(import.meta.dirname));

interface Judgement {
  readonly tsc: readonly string[];
  readonly oxlint: readonly string[];
  readonly walls: readonly string[];
}

/** A house of the same walls with one small file a room, so that one wrong import can be built into it. */
class SmallHouse {
  readonly folder: string = mkdtempSync(join(tmpdir(), "nightlatch-walls-"));

  constructor() {
    mkdirSync(join(this.folder, "tools"));
    for (const file of ["tsconfig.base.json", ".oxlintrc.json", "tools/closed-door.d.ts"])
      cpSync(join(root, file), join(this.folder, file));
    const doors = {
      sigma: "@nightlatch/sigma",
      core: "@nightlatch/core",
      api: "@nightlatch/client",
      app: "nightlatch",
    };
    mkdirSync(join(this.folder, "node_modules", "@nightlatch"), { recursive: true });
    symlinkSync(join(root, "node_modules", "@types"), join(this.folder, "node_modules", "@types"), "junction");
    for (const [room, door] of Object.entries(doors)) {
      const from = join(root, "packages", room);
      const to = join(this.folder, "packages", room);
      mkdirSync(join(to, "src"), { recursive: true });
      for (const file of ["package.json", "tsconfig.json"]) cpSync(join(from, file), join(to, file));
      symlinkSync(to, join(this.folder, "node_modules", ...door.split("/")), "junction");
      this.write(`packages/${room}/src/index.ts`, `export const ${room} = 1;\n`);
    }
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** What each of the three watchmen says about a file, as codes; nothing when the walls stand. */
  judge(file: string, text: string): Judgement {
    this.write(file, text);
    try {
      return this.#judgeAll(file.split("/")[1]!);
    } finally {
      rmSync(join(this.folder, file));
    }
  }

  #judgeAll(room: string): Judgement {
    const run = (program: string, args: readonly string[]): string => {
      const { stdout } = spawnSync(process.execPath, [join(root, "node_modules", program), ...args], {
        cwd: this.folder,
        encoding: "utf8",
      });
      return stdout;
    };
    const types = run("typescript/bin/tsc", ["-b", `packages/${room}`]);
    const lint = run("oxlint/bin/oxlint", ["-f", "unix", "packages"]);
    return {
      tsc: [...new Set(types.match(/TS\d+/g))],
      oxlint: [...new Set(lint.match(/no-restricted-\w+/g))],
      walls: walls.run(readTree(this.folder)).problems.map(({ what }) => what),
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describe("the walls of the house", () => {
  let house: SmallHouse;
  beforeAll(() => {
    house = new SmallHouse();
  });
  afterAll(() => {
    house.remove();
  });

  it("HS-10 an import that points down through the door is let through by the compiler, the linter and the check", () => {
    const judgement = house.judge(
      "packages/core/src/down.ts",
      'import { sigma } from "@nightlatch/sigma";\nexport const down: number = sigma;\n',
    );
    expect(judgement).toEqual({ tsc: [], oxlint: [], walls: [] });
  });

  it("HS-10 an import that points up is refused by the compiler, the linter and the check", () => {
    const judgement = house.judge(
      "packages/sigma/src/up.ts",
      'import { api } from "@nightlatch/client";\nexport const up: number = api;\n',
    );
    expect(judgement).toEqual({
      tsc: ["TS2305"],
      oxlint: ["no-restricted-imports"],
      walls: ['Imports "@nightlatch/client", but "sigma" may import no other room'],
    });
  });

  it("HS-11 an import past the door of a room is refused by the compiler, the linter and the check", () => {
    const judgement = house.judge(
      "packages/core/src/past.ts",
      'import { sigma } from "../../sigma/src/index.ts";\nexport const past: number = sigma;\n',
    );
    expect(judgement).toEqual({
      tsc: ["TS2878"],
      oxlint: ["no-restricted-imports"],
      walls: ['Imports "../../sigma/src/index.ts", which is outside "core"'],
    });
  });

  it("HS-13 a pure room that reads a file is refused by the compiler, the linter and the check", () => {
    const judgement = house.judge(
      "packages/core/src/disk.ts",
      'import { readFileSync } from "node:fs";\nexport const disk: unknown = readFileSync("x");\n',
    );
    expect(judgement).toEqual({
      tsc: ["TS2591"],
      oxlint: ["no-restricted-imports"],
      walls: ['Imports "node:fs", but "core" is pure'],
    });
  });

  it("HS-13 a pure room that reads the clock is refused by the linter and the check", () => {
    const judgement = house.judge("packages/core/src/clock.ts", "export const now: number = Date.now();\n");
    expect(judgement).toEqual({
      tsc: [],
      oxlint: ["no-restricted-properties"],
      walls: ['Uses "Date.now" (Date.now) in a pure room; what is wanted is a parameter'],
    });
  });
});

describe("walls.run()", () => {
  const manifest = JSON.stringify({ dependencies: { yaml: "2.9.1", "@nightlatch/sigma": "0.1.0" } });
  const judge = (texts: Readonly<Record<string, string>>): readonly string[] =>
    walls
      .run(
        treeOf({
          "packages/core/package.json": manifest,
          "package.json": '{"devDependencies":{"vitest":"5.1.1"}}',
          ...texts,
        }),
      )
      .problems.map(({ file, line, what }) => `${file}:${String(line)}: ${what}`);

  it("HS-10 counts an import of types only like any other", () => {
    expect(judge({ "packages/core/src/a.ts": '\nimport type { Main } from "nightlatch";' })).toEqual([
      'packages/core/src/a.ts:2: Imports "nightlatch", but "core" may import only sigma',
    ]);
  });

  it("HS-11 refuses a path behind the name of a package, but lets a benchmark look inside", () => {
    const texts = {
      "packages/core/src/a.ts": 'import "@nightlatch/sigma/dist/index.js";',
      "bench/b.ts": 'import "../packages/core/src/a.ts";',
    };
    expect(judge(texts)).toEqual([
      'packages/core/src/a.ts:1: Imports "@nightlatch/sigma/dist/index.js", past the door of "sigma"; what is wanted is "@nightlatch/sigma"',
    ]);
  });

  it("HS-14 refuses a package that the room does not name", () => {
    expect(judge({ "packages/core/src/a.ts": 'import "yaml";\nimport "re2js/build/index.js";' })).toEqual([
      'packages/core/src/a.ts:2: Imports "re2js/build/index.js", which packages/core/package.json does not name as a dependency',
    ]);
  });

  it("HS-15 lets tests use Node, the corpus and the packages that tests need", () => {
    const test = 'import "node:fs";\nimport "vitest";\nimport "@nightlatch/corpus";\nconst t = Date.now();';
    expect(judge({ "packages/core/src/a.test.ts": test })).toEqual([]);
  });

  it("HS-13 finds clock, chance, network and machine in a pure room, and nothing in words that only look like them", () => {
    const impure = [
      "new Date()",
      "Date()",
      "Math.random()",
      "process.env",
      "fetch('x')",
      "globalThis.x",
      "setTimeout(f)",
    ];
    const source = impure.map((code) => `export const x = ${code};`).join("\n");
    expect(judge({ "packages/core/src/a.ts": source }).map((line) => line.split(" ")[2])).toHaveLength(impure.length);
    const pure =
      'const a = new Date(0); const b = Date.UTC(2023, 9); const process = 1; const c = x.fetch(1); // Date.now()\nconst d = "Date.now()";';
    expect(judge({ "packages/core/src/a.ts": pure })).toEqual([]);
  });
});
