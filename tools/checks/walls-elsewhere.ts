import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ROOMS, type Room } from "../source/rooms.ts";
import type { Tree } from "../source/tree.ts";
import type { Check, Problem } from "./check.ts";

interface Override {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
}

const TESTS = ["**/*.test.ts", "**/*.fixture.ts"];

/** The same walls as rules of the linter, so that an editor shows a wrong import while it is being typed. */
export function lintOverrides(rooms: readonly Room[] = ROOMS): readonly Override[] {
  return [
    ...rooms.map((room) => ({ files: [`${room.folder}/src/**`], rules: rulesOf(room, rooms) })),
    { files: TESTS, rules: { "no-restricted-imports": ["error", { patterns: [PAST_THE_DOOR] }] } },
  ];
}

/** True for an override of the linter that is about walls, of whatever day. */
export function isWall(override: unknown): boolean {
  return Object.hasOwn((override as Override).rules, "no-restricted-imports");
}

const PAST_THE_DOOR = {
  regex: "^@nightlatch/[^/]+/|^nightlatch/|^\\.\\./.*/src/",
  message: "Import another room by the name of its package: that is its door",
};

function rulesOf(room: Room, rooms: readonly Room[]): Readonly<Record<string, unknown>> {
  const refused = refusedTo(room, rooms);
  const patterns = [
    { regex: `^(?:${refused.map(({ door }) => door).join("|")})$`, message: `"${room.name}" may not import this room` },
    PAST_THE_DOOR,
    ...(room.pure ? [{ regex: "^node:", message: `"${room.name}" is pure: take what it needs as a parameter` }] : []),
  ];
  const imports = { "no-restricted-imports": ["error", { patterns }] };
  if (!room.pure) return imports;
  const message = "A pure room takes time and chance as parameters";
  return {
    ...imports,
    "no-restricted-properties": [
      "error",
      { object: "Date", property: "now", message },
      { object: "Math", property: "random", message },
    ],
    "no-restricted-globals": ["error", "process", "fetch", "setTimeout", "setInterval", "performance", "crypto"],
  };
}

/** Doors that the compiler finds closed: for it a package name alone would be as good as a reference. */
export function closedDoors(room: Room, rooms: readonly Room[] = ROOMS): Readonly<Record<string, readonly string[]>> {
  const up = room.folder.replaceAll(/[^/]+/g, "..");
  return Object.fromEntries(refusedTo(room, rooms).map(({ door }) => [door, [`${up}/tools/closed-door.d.ts`]]));
}

function refusedTo(room: Room, rooms: readonly Room[]): readonly Room[] {
  return rooms.filter(({ name }) => name !== room.name && !room.mayImport.includes(name));
}

/** `.oxlintrc.json` and the tsconfig.json of each room say what the table of rooms says. */
export const wallsElsewhere: Check = {
  name: "the same walls in the linter and the compiler",
  run: (tree) => ({
    problems: [
      ...lintProblems(tree),
      ...ROOMS.filter(({ folder }) => tree.files.includes(`${folder}/tsconfig.json`)).flatMap((room) =>
        compilerProblems(room, tree),
      ),
    ],
  }),
};

function lintProblems(tree: Tree): readonly Problem[] {
  const { overrides } = JSON.parse(tree.read(".oxlintrc.json")) as { readonly overrides: readonly unknown[] };
  const there = new Set(overrides.map((override) => JSON.stringify(override)));
  return lintOverrides()
    .filter((override) => !there.has(JSON.stringify(override)))
    .map((override) => ({ file: ".oxlintrc.json", what: lacks("overrides", override) }));
}

interface CompilerConfig {
  readonly compilerOptions: { readonly paths?: unknown };
  readonly references: readonly { readonly path: string }[];
}

function compilerProblems(room: Room, tree: Tree): readonly Problem[] {
  const file = `${room.folder}/tsconfig.json`;
  const { compilerOptions, references } = JSON.parse(tree.read(file)) as CompilerConfig;
  const paths = closedDoors(room);
  const open = ROOMS.filter(
    ({ name, folder }) => room.mayImport.includes(name) && tree.files.includes(`${folder}/tsconfig.json`),
  );
  const wanted = open.map(({ folder }) => ({ path: posix.relative(room.folder, folder) }));
  return [
    ...(isDeepStrictEqual(compilerOptions.paths, paths) ? [] : [{ file, what: lacks("paths", paths) }]),
    ...(isDeepStrictEqual(references, wanted) ? [] : [{ file, what: lacks("references", wanted) }]),
  ];
}

function lacks(key: string, wanted: unknown): string {
  return `Has other "${key}" than the table of rooms (tools/source/rooms.ts) asks for (run tools/write-walls.ts): ${JSON.stringify(wanted)}`;
}
