import { readFileSync } from "node:fs";
import { createNetworkOf, type NetworkOf } from "@nightlatch/core";
import { readNetworks } from "../../packages/app/src/config/networks.ts";
import { contentPath } from "../../packages/app/src/content.ts";
import { bundledPlaceholders } from "../../packages/app/src/detect/bundled-placeholders.ts";
import { readRuleBook, type RuleBook } from "../../packages/app/src/detect/rule-book.ts";
import { readRuleFiles } from "../../packages/app/src/detect/rule-files.ts";

/** What a watch judges by when nothing is configured. */
export async function knowledge(): Promise<{ readonly book: RuleBook; readonly networkOf: NetworkOf }> {
  const networks = contentPath("fields/networks.yml");
  const texts = await readRuleFiles([contentPath("rules")], () => undefined);
  const { indicators } = await bundledPlaceholders();
  return {
    book: readRuleBook(texts, indicators),
    networkOf: createNetworkOf(readNetworks({ file: networks, text: readFileSync(networks, "utf8") })),
  };
}

/** Seconds that a work takes, by the clock and by the processor (all threads). */
export async function timed(work: () => Promise<void>): Promise<{ readonly clock: number; readonly cpu: number }> {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const clock = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { clock, cpu: (user + system) / 1e6 };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
