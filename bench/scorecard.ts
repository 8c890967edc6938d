/**
 * The scorecard: `npm run scorecard` judges the corpus with the product and with five public rules beside it, and writes
 * docs/scorecard.md. With `--check` nothing is written: it ends with 1 when the page is not what the code gives, or when
 * the bar is missed.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Fired, judgeAttacks } from "./scorecard/attacks.ts";
import { judgeLife } from "./scorecard/life.ts";
import { pageOf, type Scorecard, shortfalls } from "./scorecard/page.ts";
import { Product } from "./scorecard/product.ts";
import { Tally } from "./scorecard/tally.ts";

const SEEDS: readonly number[] = [1, 2, 3, 4, 5];
const PAGE = new URL("../docs/scorecard.md", import.meta.url);

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const product = await Product.load();
const fired: Fired = { rules: new Tally(), evidence: new Tally() };
const inLife = new Tally();
console.error(`Judging attacks with ${SEEDS.length} seeds …`);
const kinds = judgeAttacks(product, SEEDS, fired);
console.error("Judging ordinary life …");
const life = judgeLife(product, SEEDS, inLife);
const card: Scorecard = { seeds: SEEDS, book: product.book, kinds, fired, life, inLife };
const page = pageOf(card);
const short = shortfalls(card);
for (const line of short) console.log(line);
if (values.check) {
  const before = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
  if (before === page) console.log("docs/scorecard.md is what the code gives");
  else console.log("docs/scorecard.md is not what the code gives; write it again with npm run scorecard");
  process.exitCode = before === page && short.length === 0 ? 0 : 1;
} else {
  writeFileSync(PAGE, page);
  console.log("Wrote docs/scorecard.md");
}
