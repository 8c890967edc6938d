import { Baseline, createNetworkOf, isProblem, readOkta } from "@nightlatch/core";
import { parseConfig } from "../config/config.ts";
import { hitsOfRecord, type OrderedEvent, type RecordJudge } from "../pipeline/index.ts";
import { NO_JUDGE } from "../pipeline/judge.ts";
import { Judgement } from "./judgement.ts";
import { readRuleBook, type RuleBook } from "./rule-book.ts";
import { createJudge } from "./rule-judge.ts";

/** What matters of an event; the rest is as usual. */
export interface SketchedEvent {
  readonly at: string;
  readonly type: string;
  readonly user?: string;
  readonly ip?: string;
  readonly app?: string;
}

/** A book of rules under a configuration. */
export function bookUnder(rules: string, config = ""): RuleBook {
  const { decisions } = parseConfig({ file: "nightlatch.yaml", text: config });
  return readRuleBook([{ file: "rules.yml", text: rules }], {}, { decisions });
}

/** The events as the pipeline hands them on. */
export function ordered(book: RuleBook, events: readonly SketchedEvent[]): readonly OrderedEvent[] {
  const judge = createJudge({ rules: [...book.rules, ...book.decided.guardRules], fields: book.fields });
  return asLogged(events.map(eventOf), judge);
}

/** Whole events in order, which no rule is asked about. */
export function orderedAsLogged(events: readonly object[]): readonly OrderedEvent[] {
  return asLogged(events, NO_JUDGE);
}

function asLogged(events: readonly object[], judge: RecordJudge): readonly OrderedEvent[] {
  return events.map((event, n) => {
    const envelope = readOkta(event, { tenant: "acme", at: { file: "log", line: n + 1, offset: 0, length: 0 } });
    if (isProblem(envelope)) throw new RangeError(envelope.reason);
    return {
      envelope,
      hits: hitsOfRecord(judge, event),
    };
  });
}

/** A judgement that knows nothing yet. */
export function beginning(book: RuleBook): Judgement {
  const networkOf = createNetworkOf({ corrections: [], services: [], systems: new Map(), operators: [] });
  const window = { since: undefined, until: undefined };
  return new Judgement({ tenant: "acme", networkOf, book, baseline: new Baseline(), window });
}

function eventOf({ at, type, user = "jo", ip = "192.0.2.1", app }: SketchedEvent, n: number): object {
  const target = [{ id: `0oa${app ?? ""}`, type: "AppInstance", alternateId: app, displayName: app }];
  return {
    uuid: `u${n}`,
    published: `${at}Z`,
    eventType: type,
    actor: { id: `00u${user}`, type: "User", alternateId: `${user}@example.com` },
    client: { ipAddress: ip },
    outcome: { result: "SUCCESS" },
    ...(app === undefined ? {} : { target }),
  };
}
