import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { readTree, treeOf } from "../source/tree.ts";
import { type Check, problemLine } from "./check.ts";
import { cycles } from "./cycles.ts";
import { length } from "./length.ts";
import { leftovers } from "./leftovers.ts";
import { licences, lockfile } from "./licences.ts";
import { names } from "./names.ts";
import { specIds } from "./spec-ids.ts";
import { wallsElsewhere } from "./walls-elsewhere.ts";

const problems = (check: Check, texts: Readonly<Record<string, string>>): readonly string[] =>
  check.run(treeOf(texts)).problems.map(problemLine);

describe("cycles", () => {
  it("HS-20 finds files that import each other, by types too, and leaves a chain alone", () => {
    const texts = {
      "corpus/src/a.ts": 'import "./b.ts";',
      "corpus/src/b.ts": 'import "./c.ts";',
      "corpus/src/c.ts": 'import type { A } from "./a.ts";',
      "corpus/src/d.ts": 'import "./a.ts";',
    };
    expect(problems(cycles, texts)).toEqual([
      "corpus/src/a.ts: Imports itself through corpus/src/b.ts, corpus/src/c.ts",
    ]);
    expect(problems(cycles, { ...texts, "corpus/src/c.ts": "" })).toEqual([]);
  });
});

describe("length", () => {
  it("HS-21 shows a file of more than 300 lines and refuses one of more than 500", () => {
    const { problems: refused, notes } = length.run(
      treeOf({ "a.ts": "x\n".repeat(300), "b.ts": "x\n".repeat(301), "c.ts": "x\n".repeat(501) }),
    );
    expect(notes?.map(({ file }) => file)).toEqual(["b.ts"]);
    expect(refused.map(({ file }) => file)).toEqual(["c.ts"]);
  });
});

describe("names", () => {
  it("HS-22 refuses names that say nothing, and other shapes than kebab-case", () => {
    const texts = {
      "a/utils/b.ts": "",
      "a/session-helpers.ts": "",
      "a/camelCase.ts": "",
      "a/x.prop.test.ts": "",
      "vitest.config.ts": "",
    };
    expect(problems(names, texts)).toEqual([
      'a/camelCase.ts: Is named "camelCase"; what is wanted is kebab-case',
      'a/session-helpers.ts: Is named "session-helpers", which says nothing; what is wanted is the field\'s own word',
      'a/utils/b.ts: Is named "utils", which says nothing; what is wanted is the field\'s own word',
    ]);
  });
});

describe("leftovers", () => {
  // In pieces, so that the check does not find them here.
  const unfinished = ["TO", "DO"].join("");
  const folder = ["", "Users", "jo", ""].join("/");
  const alone = ["it", "only"].join(".");

  it("HS-23 finds unfinished work, tests that run alone and paths of a machine", () => {
    const texts = {
      "a.md": `one\n${unfinished}: two\nsee ${folder}x, not /scim/v2/Users/1`,
      "b.test.ts": `${alone}("x")`,
    };
    expect(problems(leftovers, texts)).toEqual([
      `a.md:2: Has "${unfinished}": unfinished work, by its own word`,
      `a.md:3: Has "${folder}": the path of a machine`,
      `b.test.ts:1: Has "${alone}": a test that runs alone or never`,
    ]);
    expect(problems(leftovers, { "c.ts": process.cwd() }).length).toBe(0);
    const here = { ...treeOf({ "c.ts": "at /srv/made-up/checkout/x" }), root: "/srv/made-up/checkout" };
    expect(leftovers.run(here).problems).toHaveLength(1);
  });
});

describe("specIds", () => {
  const spec =
    "- **ZZ-1** One.\n- **ZZ-2** Two. (not tested: it is a promise about people)\n- **ZZ-3** Three.\n- **ZZ-3** Again.\n";
  it("HS-30 finds lines without a test, tests without a line, and an id given twice", () => {
    expect(problems(specIds, { "spec/z.md": spec, "a.test.ts": 'it("ZZ-3 does so")\nit("ZZ-4 does not")' })).toEqual([
      "spec/z.md:3: ZZ-3 is given twice",
      "a.test.ts:2: ZZ-4 is cited, but spec/ has no such line",
      'spec/z.md:1: ZZ-1 is cited by no test, and does not say "(not tested: why)"',
    ]);
  });

  it("HS-30 takes no notice of what only looks like an id: algorithms, areas that spec/ does not have", () => {
    expect(
      problems(specIds, { "spec/z.md": "- **ZZ-1** One.", "a.test.ts": 'it("ZZ-1 hashes with SHA-256, as UTF-8")' }),
    ).toEqual([]);
  });
});

describe("licences and lockfile", () => {
  const lock = (entry: object): Readonly<Record<string, string>> => ({
    "package-lock.json": JSON.stringify({
      packages: { "": {}, "node_modules/x": { integrity: "sha512-x", license: "MIT", ...entry } },
    }),
  });

  it("HS-40 lets the product stand on permissive licences only, and tools on a few more", () => {
    expect(problems(licences, lock({}))).toEqual([]);
    expect(problems(licences, lock({ license: "(GPL-3.0 OR MIT)" }))).toEqual([]);
    expect(problems(licences, lock({ license: "MPL-2.0", dev: true }))).toEqual([]);
    expect(problems(licences, lock({ license: "MPL-2.0" }))).toEqual([
      'node_modules/x: Is under "MPL-2.0", which is not on the list for the product',
    ]);
    expect(problems(licences, lock({ license: "MIT AND AGPL-3.0", dev: true }))).toEqual([
      'node_modules/x: Is under "MIT AND AGPL-3.0", which is not on the list for tools',
    ]);
    expect(problems(licences, lock({ license: undefined }))).toHaveLength(1);
  });

  it("HS-41 refuses a lock file that says where packages come from or does not fix what they are", () => {
    expect(problems(lockfile, lock({ resolved: "https://registry.example.com/x.tgz" }))).toHaveLength(1);
    expect(problems(lockfile, lock({ integrity: undefined }))).toHaveLength(1);
  });

  it("HS-42 refuses a range where the product names what it stands on", () => {
    const manifest = { "packages/app/package.json": '{"dependencies":{"x":"^1.0.0","y":"1.0.0"}}' };
    expect(problems(lockfile, { ...lock({}), ...manifest })).toEqual([
      'packages/app/package.json: Asks for "x" as "^1.0.0"; what is wanted is one exact version',
    ]);
  });
});

describe("wallsElsewhere", () => {
  const here = readTree(dirname(dirname(import.meta.dirname)));
  it("HS-16 refuses a linter or a compiler that is told something else than the table of rooms", () => {
    const tampered = (file: string, from: string, to: string): Check => ({
      ...wallsElsewhere,
      run: () =>
        wallsElsewhere.run({ ...here, read: (name) => here.read(name).replace(name === file ? from : "\0", to) }),
    });
    expect(problems(tampered(".oxlintrc.json", "packages/core/src/**", "packages/core/none/**"), {})).toHaveLength(1);
    expect(problems(tampered("packages/core/tsconfig.json", '"../sigma"', '"../app"'), {})).toHaveLength(1);
    expect(problems(tampered("packages/core/tsconfig.json", '"nightlatch"', '"elsewhere"'), {})).toHaveLength(1);
    expect(
      problems(
        wallsElsewhere,
        Object.fromEntries(here.files.filter((file) => file.endsWith(".json")).map((file) => [file, here.read(file)])),
      ),
    ).toEqual([]);
  });
});
