import type { Tree } from "../source/tree.ts";
import type { Check, Problem } from "./check.ts";

const PERMISSIVE = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
];
/** Tools that are not part of the product may also be under a licence that asks for changes to the tool itself. */
const FOR_TOOLS = [...PERMISSIVE, "CC-BY-4.0", "MPL-2.0", "Python-2.0"];

/** One entry of `packages` in package-lock.json (lockfileVersion 3); npm copies the licence from the package's manifest. */
interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/** Everything the product is made of, and every tool it is built with, is under a licence from the list above. */
export const licences: Check = {
  name: "licences of dependencies",
  run: (tree) => ({
    problems: installed(tree).flatMap(([path, entry]): readonly Problem[] => {
      const tool = entry.dev === true || entry.devOptional === true;
      const licence = entry.license ?? "none given";
      if (isAllowed(licence, tool ? FOR_TOOLS : PERMISSIVE)) return [];
      return [
        { file: path, what: `Is under "${licence}", which is not on the list for ${tool ? "tools" : "the product"}` },
      ];
    }),
  }),
};

/** The lock file fixes what is installed without naming where from; what the product stands on has one exact version. */
export const lockfile: Check = {
  name: "lock file and versions",
  run: (tree) => ({
    problems: [
      ...installed(tree).flatMap(([path, { resolved, integrity }]): readonly Problem[] => [
        ...(resolved === undefined
          ? []
          : [{ file: "package-lock.json", what: `Names where "${path}" comes from: "${resolved}"` }]),
        ...(integrity === undefined
          ? [{ file: "package-lock.json", what: `Has no integrity hash for "${path}"` }]
          : []),
      ]),
      ...tree.files
        .filter((file) => /^(?:packages\/[^/]+|corpus)\/package\.json$/.test(file))
        .flatMap((file) => inexact(file, tree)),
    ],
  }),
};

function installed(tree: Tree): readonly (readonly [string, Locked])[] {
  const { packages } = JSON.parse(tree.read("package-lock.json")) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  return Object.entries(packages).filter(([path, { link }]) => path.includes("node_modules/") && link !== true);
}

/** SPDX: any side of an OR will do, every side of an AND must. */
function isAllowed(licence: string, list: readonly string[]): boolean {
  const words = licence.replace(/^\((.*)\)$/, "$1");
  if (words.includes(" OR ")) return words.split(" OR ").some((one) => isAllowed(one.trim(), list));
  return words.split(" AND ").every((one) => list.includes(one.trim()));
}

function inexact(file: string, tree: Tree): readonly Problem[] {
  const { dependencies = {} } = JSON.parse(tree.read(file)) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  return Object.entries(dependencies)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => ({
      file,
      what: `Asks for "${name}" as "${version}"; what is wanted is one exact version`,
    }));
}
