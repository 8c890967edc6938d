import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { blank } from "../source/blank.ts";
import { type Import, importsOf } from "../source/imports.ts";
import { FOR_TESTS, IMPURE, ROOMS, type Room, roomOf } from "../source/rooms.ts";
import { isSource, isTest, type Tree } from "../source/tree.ts";
import { type Check, lineAt, type Problem } from "./check.ts";

/**
 * A room imports only the rooms below it, only through their door, and only the packages its package.json names.
 * A pure room reads no clock, disk, network or chance. Tests may also use Node, the corpus and the test packages.
 * What stands around the rooms (bench, fuzz, tools) may look inside: it measures and attacks inner parts.
 */
export const walls: Check = {
  name: "walls between the rooms",
  run: (tree) => ({ problems: tree.files.filter(isSource).flatMap((file) => problemsOf(file, tree)) }),
};

function problemsOf(file: string, tree: Tree): readonly Problem[] {
  const room = roomOf(file);
  if (room === undefined) return [];
  const source = tree.read(file);
  const problems = importsOf(source).flatMap((one): readonly Problem[] => {
    const what = refusal(one, { room, file, tree });
    return what === undefined ? [] : [{ file, line: one.line, what }];
  });
  return room.pure && !isTest(file) ? [...problems, ...impurities(file, source)] : problems;
}

interface Place {
  readonly room: Room;
  readonly file: string;
  readonly tree: Tree;
}

function refusal({ specifier }: Import, { room, file, tree }: Place): string | undefined {
  if (specifier === undefined)
    return room.pure ? "Imports something computed; what is wanted is a name that can be checked" : undefined;
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(file), specifier);
    return target.startsWith(`${room.folder}/src/`)
      ? undefined
      : `Imports "${specifier}", which is outside "${room.name}"`;
  }
  if (isBuiltin(specifier)) {
    return room.pure && !isTest(file) ? `Imports "${specifier}", but "${room.name}" is pure` : undefined;
  }
  const other = ROOMS.find(({ door }) => specifier === door || specifier.startsWith(`${door}/`));
  if (other === undefined) return refusalOfPackage(specifier, { room, file, tree });
  if (specifier !== other.door)
    return `Imports "${specifier}", past the door of "${other.name}"; what is wanted is "${other.door}"`;
  const allowed = isTest(file) ? [...room.mayImport, ...FOR_TESTS] : room.mayImport;
  if (allowed.includes(other.name)) return undefined;
  return `Imports "${specifier}", but "${room.name}" may import ${room.mayImport.length === 0 ? "no other room" : `only ${room.mayImport.join(", ")}`}`;
}

function refusalOfPackage(specifier: string, { room, file, tree }: Place): string | undefined {
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  const manifests = [`${room.folder}/package.json`, ...(isTest(file) ? ["package.json"] : [])];
  const named = manifests.some((manifest) => Object.hasOwn(dependenciesOf(manifest, tree), name));
  return named ? undefined : `Imports "${specifier}", which ${manifests[0]} does not name as a dependency`;
}

function dependenciesOf(manifest: string, tree: Tree): object {
  if (!tree.files.includes(manifest)) return {};
  const { dependencies, devDependencies } = JSON.parse(tree.read(manifest)) as Record<string, object | undefined>;
  return { ...dependencies, ...(manifest === "package.json" ? devDependencies : {}) };
}

function impurities(file: string, source: string): readonly Problem[] {
  const code = blank(source);
  return IMPURE.flatMap(({ pattern, what }) =>
    [...code.matchAll(pattern)].map((match) => ({
      file,
      line: lineAt(code, match.index),
      what: `Uses "${match[0].trim()}" (${what}) in a pure room; what is wanted is a parameter`,
    })),
  );
}
