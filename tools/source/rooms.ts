/** One room of the house: what it is called, where it stands, and what it may see. */
export interface Room {
  readonly name: string;
  /** Folder from the root; the source is in its `src`. */
  readonly folder: string;
  /** The name by which others import it: its one door. */
  readonly door: string;
  /** Names of the rooms it may import. */
  readonly mayImport: readonly string[];
  /** Pure: no clock, disk, network or randomness of its own; they come in as parameters. */
  readonly pure: boolean;
}

/**
 * The walls of the house. Imports only point down this list, never up.
 * The compiler (references, `types: []`), the linter (`.oxlintrc.json`) and `checks/walls.ts` all hold to it.
 */
export const ROOMS: readonly Room[] = [
  { name: "sigma", folder: "packages/sigma", door: "@nightlatch/sigma", mayImport: [], pure: true },
  { name: "har", folder: "packages/har", door: "@nightlatch/har", mayImport: [], pure: true },
  { name: "corpus", folder: "corpus", door: "@nightlatch/corpus", mayImport: [], pure: true },
  { name: "core", folder: "packages/core", door: "@nightlatch/core", mayImport: ["sigma"], pure: true },
  { name: "api", folder: "packages/api", door: "@nightlatch/client", mayImport: [], pure: false },
  {
    name: "console",
    folder: "packages/console",
    door: "@nightlatch/console",
    mayImport: ["api", "core", "har"],
    pure: false,
  },
  {
    name: "app",
    folder: "packages/app",
    door: "nightlatch",
    mayImport: ["sigma", "har", "core", "api"],
    pure: false,
  },
];

/** Rooms that any test may import besides what its own room may. */
export const FOR_TESTS: readonly string[] = ["corpus"];

/** @returns the room whose source holds `file`; undefined for what stands around the rooms (tools, bench, fuzz). */
export function roomOf(file: string, rooms: readonly Room[] = ROOMS): Room | undefined {
  return rooms.find((room) => file.startsWith(`${room.folder}/src/`));
}

/** Globals that read the clock, the machine, the network or chance, as they look in code. */
export const IMPURE: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\bDate\s*\.\s*now\b/g, what: "Date.now" },
  { pattern: /\bnew\s+Date\s*\(\s*\)/g, what: "new Date() without a time" },
  { pattern: /(?<![.\w$]|new\s+)Date\s*\(/g, what: "Date() called as a function" },
  { pattern: /\bMath\s*\.\s*random\b/g, what: "Math.random" },
  {
    pattern:
      /(?<![.\w$#])(?:process|globalThis|performance|crypto|Buffer|console|navigator|localStorage)\s*(?:\.|\?\.|\[)/g,
    what: "a global of the machine",
  },
  {
    pattern:
      /(?<![.\w$#])(?:fetch|setTimeout|setInterval|setImmediate|queueMicrotask|require|XMLHttpRequest|WebSocket)\s*\(/g,
    what: "a global that waits or reaches out",
  },
];
