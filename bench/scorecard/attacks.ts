import { atLeast, type Finding } from "@nightlatch/core";
import {
  type Case,
  found,
  foundIds,
  quiet,
  quietIds,
  scenarios,
  stolenSignIn,
  stolenSignInIds,
} from "@nightlatch/corpus";
import type { OrderedEvent } from "../../packages/app/src/pipeline/index.ts";
import { REFERENCES } from "../reference/all.ts";
import { type Product, uidsOf } from "./product.ts";
import type { Tally } from "./tally.ts";

/** Days of the victim's own life before: none, too few to say what is new, and plenty. */
export const HISTORIES: readonly number[] = [0, 1, 12];

/** How one kind of attack, or of innocent look-alike, was judged. */
export interface KindScore {
  readonly id: string;
  readonly title: string;
  readonly attack: boolean;
  cases: number;
  /** Cases found at `high` or above; for a look-alike, cases that woke somebody. */
  high: number;
  /** Minutes from the intruder's first event to the alarm. */
  readonly delays: number[];
  /** What was missed, or woke for nothing, in words. */
  readonly wrong: string[];
  /** Cases that each reference detector told of, in their order. */
  readonly references: number[];
}

/** Counts of what fired in attacks: rules and kinds of evidence, by kind of attack. */
export interface Fired {
  readonly rules: Tally;
  readonly evidence: Tally;
}

/** Judges every kind of case in variants, and the scenarios. */
export function judgeAttacks(product: Product, seeds: readonly number[], fired: Fired): readonly KindScore[] {
  const scores: KindScore[] = [];
  const kinds: readonly (readonly [id: string, make: (seed: number, history: number) => Case])[] = [
    ...foundIds.map((id) => [id, (seed: number, history: number) => found(id, { seed, history })] as const),
    ...stolenSignInIds.map(
      (id) => [id, (seed: number, history: number) => stolenSignIn(id, { seed, history })] as const,
    ),
    ...quietIds.map((id) => [id, (seed: number, history: number) => quiet(id, { seed, history })] as const),
  ];
  for (const [id, make] of kinds) {
    const cases = seeds.flatMap((seed) => HISTORIES.map((history) => ({ one: make(seed, history), seed, history })));
    const [first] = cases;
    if (first === undefined) continue;
    const score = begin(id, first.one.title, first.one.truth.attack);
    for (const { one, seed, history } of cases)
      judgeCase({ product, score, fired }, product.read(one.events), {
        theirs: new Set(one.truth.intruderUids),
        name: `seed ${seed}, ${history} days before`,
      });
    scores.push(score);
  }
  for (const make of scenarios) {
    const { events, expected } = make();
    const theirs = new Set(expected.mustFind.flatMap(({ evidenceUidsAnyOf }) => evidenceUidsAnyOf));
    const score = begin(expected.scenario, expected.label, theirs.size > 0);
    judgeCase({ product, score, fired }, product.read(events), { theirs, name: expected.scenario });
    scores.push(score);
  }
  return scores;
}

function begin(id: string, title: string, attack: boolean): KindScore {
  return { id, title, attack, cases: 0, high: 0, delays: [], wrong: [], references: REFERENCES.map(() => 0) };
}

interface Scoring {
  readonly product: Product;
  readonly score: KindScore;
  readonly fired: Fired;
}

function judgeCase(
  { product, score, fired }: Scoring,
  events: readonly OrderedEvent[],
  { theirs, name }: { readonly theirs: ReadonlySet<string>; readonly name: string },
): void {
  score.cases++;
  const findings = product.findings(events);
  const right = (finding: Finding): boolean => uidsOf(finding).some((uid) => theirs.has(uid));
  const loud = findings.filter(({ severity }) => atLeast(severity, "high"));
  if (score.attack) {
    if (loud.some(right)) {
      score.high++;
      score.delays.push(delayOf(product, events, theirs));
    } else score.wrong.push(`missed: ${name}`);
  } else if (loud.length > 0) {
    score.high++;
    score.wrong.push(`woke somebody: ${name}`);
  }
  for (const finding of findings.filter((one) => !score.attack || right(one))) {
    fired.rules.add(finding.rule.id, score.id);
    if (finding.rule.kind === "session")
      for (const kind of new Set(finding.evidence.map((one) => one.kind))) fired.evidence.add(kind, score.id);
  }
  for (const [n, { start }] of REFERENCES.entries()) {
    const observe = start();
    const alarms = events.flatMap(({ envelope }) => observe(envelope) ?? []);
    const told = score.attack ? alarms.some(({ uids }) => uids.some((uid) => theirs.has(uid))) : alarms.length > 0;
    if (told) score.references[n] = (score.references[n] ?? 0) + 1;
  }
}

/** Minutes from the intruder's first event until a finding at `high` stands that names one of theirs. */
function delayOf(product: Product, events: readonly OrderedEvent[], theirs: ReadonlySet<string>): number {
  const judgement = product.begin();
  const first = events.findIndex(({ envelope }) => theirs.has(envelope.uid));
  judgement.observe(events.slice(0, first));
  const start = events[first]?.envelope.time ?? 0;
  for (const event of events.slice(first)) {
    judgement.observe([event]);
    const stands = judgement
      .standing()
      .some((finding) => atLeast(finding.severity, "high") && uidsOf(finding).some((uid) => theirs.has(uid)));
    if (stands) return (event.envelope.time - start) / 60_000;
  }
  return Number.NaN;
}
