/**
 * Writes docs/rules from content/rules; run it after a change of a rule or a catalogue:
 * `node --conditions=source tools/write-rule-pages.ts`. The gate compares.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rulePages } from "./rule-pages/pages.ts";
import { readContent } from "./rule-pages/read-content.ts";
import { readTree } from "./source/tree.ts";

const root = dirname(import.meta.dirname);
const tree = readTree(root);
const pages = rulePages(readContent(tree));
mkdirSync(join(root, "docs", "rules"), { recursive: true });
for (const file of tree.files)
  if (file.startsWith("docs/rules/") && !pages.has(file)) rmSync(join(root, ...file.split("/")));
for (const [file, text] of pages) writeFileSync(join(root, ...file.split("/")), text);
