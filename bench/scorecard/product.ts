import { readFile } from "node:fs/promises";
import {
  Baseline,
  createNetworkOf,
  type Envelope,
  type Finding,
  isProblem,
  type NetworkOf,
  readOkta,
} from "@nightlatch/core";
import type { LogEvent } from "@nightlatch/corpus";
import { readNetworks } from "../../packages/app/src/config/networks.ts";
import { contentPath } from "../../packages/app/src/content.ts";
import { bundledPlaceholders } from "../../packages/app/src/detect/bundled-placeholders.ts";
import { Judgement, judgeOf, readRuleBook, type RuleBook } from "../../packages/app/src/detect/index.ts";
import { readRuleFiles } from "../../packages/app/src/detect/rule-files.ts";
import { hitsOfRecord, loadJudge, type OrderedEvent, type RecordJudge } from "../../packages/app/src/pipeline/index.ts";

const TENANT = "scorecard";

/** The product as `nightlatch scan` composes it, over events of the corpus. */
export class Product {
  readonly book: RuleBook;
  readonly #judge: RecordJudge;
  readonly #networkOf: NetworkOf;

  private constructor(book: RuleBook, judge: RecordJudge, networkOf: NetworkOf) {
    this.book = book;
    this.#judge = judge;
    this.#networkOf = networkOf;
  }

  /** With all of our rules that need nothing of a user. */
  static async load(): Promise<Product> {
    const networks = contentPath("fields/networks.yml");
    const networkOf = createNetworkOf(readNetworks({ file: networks, text: await readFile(networks, "utf8") }));
    const texts = await readRuleFiles([contentPath("rules")], () => undefined);
    const book = readRuleBook(texts, (await bundledPlaceholders()).indicators);
    return new Product(book, await loadJudge(judgeOf(book)), networkOf);
  }

  /** The events in order, each once, with what rules found in each. */
  read(events: Iterable<LogEvent>): readonly OrderedEvent[] {
    const seen = new Map<string, OrderedEvent>();
    for (const event of events) {
      if (seen.has(event.uuid)) continue;
      const envelope = readOkta(event, { tenant: TENANT, at: { file: "corpus", line: 1, offset: 0, length: 0 } });
      if (isProblem(envelope)) throw new RangeError(envelope.reason);
      seen.set(event.uuid, { envelope, hits: hitsOfRecord(this.#judge, event) });
    }
    return [...seen.values()].sort((a, b) => byPlace(a.envelope, b.envelope));
  }

  /** A judgement that knows nothing yet. */
  begin(): Judgement {
    const { book } = this;
    const window = { since: undefined, until: undefined };
    return new Judgement({ tenant: TENANT, networkOf: this.#networkOf, book, baseline: new Baseline(), window });
  }

  /** What is found in events, all of them being there. */
  findings(events: readonly OrderedEvent[]): readonly Finding[] {
    const judgement = this.begin();
    judgement.observe(events);
    return judgement.findings();
  }
}

/** Every event that a finding names. */
export function uidsOf({ evidence }: Finding): readonly string[] {
  return evidence.flatMap(({ uid, also = [] }) => [uid, ...also]);
}

function byPlace(a: Envelope, b: Envelope): number {
  return a.time - b.time || (a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0);
}
