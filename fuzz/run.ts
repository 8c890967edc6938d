/**
 * Fuzzes every reader: `node --conditions=source fuzz/run.ts [--target NAME] [--runs N] [--seed S]`.
 *
 * Inputs that once broke a target (fuzz/seeds/NAME.json, base64) are replayed first. A new one is shrunk, printed with
 * its seed and kept there. Exit code 1 when a target broke.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import fc from "fast-check";
import type { Target } from "./target.ts";
import { targets } from "./targets/index.ts";

const { values } = parseArgs({
  options: {
    target: { type: "string" },
    runs: { type: "string", default: "1000" },
    seed: { type: "string" },
  },
});
const runs = Number(values.runs);
const seed = values.seed === undefined ? Date.now() & 0x7fffffff : Number(values.seed);
const chosen = targets.filter(({ name }) => values.target === undefined || name === values.target);

if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed) || chosen.length === 0) {
  const names = targets.map(({ name }) => name).join(", ");
  console.error(`Usage: fuzz/run.ts [--target NAME] [--runs N] [--seed S]; targets are ${names}`);
  process.exitCode = 2;
} else {
  for (const target of chosen) if (!(await fuzz(target))) process.exitCode = 1;
}

async function fuzz(target: Target): Promise<boolean> {
  const file = new URL(`seeds/${target.name}.json`, import.meta.url);
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as string[]) : [];
  const property = fc.asyncProperty(target.input, async (bytes) => target.check(bytes));
  const examples = kept.map((text): [Uint8Array] => [Buffer.from(text, "base64")]);
  const result = await fc.check(property, { numRuns: runs + examples.length, seed, examples });
  if (!result.failed || result.counterexample === null) {
    console.log(`${target.name}: ${result.numRuns} inputs, ${kept.length} of them kept ones, seed ${seed}`);
    return true;
  }
  const input = Buffer.from(result.counterexample[0]).toString("base64");
  if (!kept.includes(input)) writeFileSync(file, `${JSON.stringify([...kept, input], null, 2)}\n`);
  const again = `--target ${target.name} --runs ${runs} --seed ${seed}`;
  console.error(`${target.name}: broke on ${input} (base64), kept in fuzz/seeds; again with ${again}`);
  console.error(result.errorInstance);
  return false;
}
