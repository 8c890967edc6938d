/** Tells the linter and the compiler the walls of the table of rooms; run it after a change of `source/rooms.ts`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { closedDoors, isWall, lintOverrides } from "./checks/walls-elsewhere.ts";
import { ROOMS } from "./source/rooms.ts";

const root = dirname(import.meta.dirname);

type Json = Record<string, unknown>;

function change(file: string, edit: (config: Json) => Json): void {
  const path = join(root, file);
  if (!existsSync(path)) return;
  writeFileSync(path, `${JSON.stringify(edit(JSON.parse(readFileSync(path, "utf8")) as Json), null, 2)}\n`);
}

change(".oxlintrc.json", (config) => {
  const others = (config["overrides"] as readonly unknown[]).filter((override) => !isWall(override));
  return { ...config, overrides: [...others, ...lintOverrides()] };
});
for (const room of ROOMS) {
  change(`${room.folder}/tsconfig.json`, (config) => {
    const options = config["compilerOptions"] as Json;
    return { ...config, compilerOptions: { ...options, paths: closedDoors(room) } };
  });
}
