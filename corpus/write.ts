import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesOf, scenarios } from "./src/index.ts";

// Writes the committed scenarios anew: node --conditions=source corpus/write.ts
const root = join(import.meta.dirname, "scenarios");
for (const make of scenarios) {
  const scenario = make();
  const folder = join(root, scenario.id);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of filesOf(scenario)) writeFileSync(join(folder, name), text);
}
