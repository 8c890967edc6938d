/**
 * Builds the page: one file, with the library, its script and its style inside.
 *
 *   node packages/har/page/build.ts [FILE]      (default: packages/har/dist/scrub.html)
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;

/** Only this very script and this very style may run; nothing may be loaded, and no form sent. */
function policyOf(script: string, style: string): string {
  const sum = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return `default-src 'none'; script-src ${sum(script)}; style-src ${sum(style)}; base-uri 'none'; form-action 'none'`;
}

/** The page as text. */
export async function pageText(): Promise<string> {
  const bundled = await build({
    entryPoints: [join(here, "page.ts")],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    conditions: ["source"],
    minifyWhitespace: true,
    legalComments: "none",
    charset: "utf8",
  });
  // A closing tag inside the script would end it.
  const script = (bundled.outputFiles[0]?.text ?? "").replaceAll("</script", String.raw`<\/script`);
  const style = readFileSync(join(here, "page.css"), "utf8");
  return readFileSync(join(here, "page.html"), "utf8")
    .replace("POLICY", () => policyOf(script, style))
    .replace("<!-- style -->", () => `<style>${style}</style>`)
    .replace("<!-- script -->", () => `<script>${script}</script>`);
}

if (import.meta.main) {
  const file = process.argv[2] ?? join(here, "..", "dist", "scrub.html");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await pageText());
  process.stdout.write(`${file}\n`);
}
