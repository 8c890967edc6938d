import { ROOMS, type Room } from "../source/rooms.ts";
import type { Check } from "./check.ts";

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

const PAST_THE_DOOR = {
  regex: "^@nightlatch/[^/]+/|^nightlatch/|^\\.\\./.*/src/",
  message: "Import another room by the name of its package: that is its door",
};

function rulesOf(room: Room, rooms: readonly Room[]): Readonly<Record<string, unknown>> {
  const refused = rooms.filter(({ name }) => name !== room.name && !room.mayImport.includes(name));
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

/** The overrides in `.oxlintrc.json` are those that the table of rooms gives. */
export const lintWalls: Check = {
  name: "walls in the linter",
  run: (tree) => {
    const { overrides } = JSON.parse(tree.read(".oxlintrc.json")) as { readonly overrides: readonly unknown[] };
    const there = new Set(overrides.map((override) => JSON.stringify(override)));
    const missing = lintOverrides().filter((override) => !there.has(JSON.stringify(override)));
    return {
      problems: missing.map((override) => ({
        file: ".oxlintrc.json",
        what: `Lacks what the table of rooms (tools/source/rooms.ts) asks for: ${JSON.stringify(override)}`,
      })),
    };
  },
};
