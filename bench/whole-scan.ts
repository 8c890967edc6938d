/** The product as `nightlatch scan` composes it: our rules, and a folder of further ones. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createNetworkOf } from "@nightlatch/core";
import { readNetworks } from "../packages/app/src/config/networks.ts";
import { contentPath } from "../packages/app/src/content.ts";
import { bundledPlaceholders } from "../packages/app/src/detect/bundled-placeholders.ts";
import { readRuleBook } from "../packages/app/src/detect/rule-book.ts";
import { readRuleFiles } from "../packages/app/src/detect/rule-files.ts";
import { scan } from "../packages/app/src/detect/scan.ts";

export interface Scanned {
  readonly events: number;
  /** Seconds of loading the rules, which are part of the whole. */
  readonly loading: number;
  /** What must be the same for any number of workers: counts, and a hash of the findings. */
  readonly answer: string;
}

export async function wholeScan(file: string, workers: number, rules: readonly string[]): Promise<Scanned> {
  const networks = contentPath("fields/networks.yml");
  const networkOf = createNetworkOf(readNetworks({ file: networks, text: await readFile(networks, "utf8") }));
  const before = performance.now();
  const texts = await readRuleFiles([contentPath("rules"), ...rules], () => undefined);
  const { indicators } = await bundledPlaceholders();
  const book = readRuleBook(texts, indicators);
  const loading = (performance.now() - before) / 1000;
  const { report } = await scan({ paths: [file], tenant: "bench", networkOf, book, workers });
  const { events, sessions, rules: used } = report.summary;
  const found = createHash("sha256").update(JSON.stringify(report.findings)).digest("hex").slice(0, 12);
  return {
    events,
    loading,
    answer: `${used.rules} rules, ${used.correlations} correlations, ${used.elsewhere} for other logs, ${sessions} sessions, ${report.findings.length} findings ${found}`,
  };
}
