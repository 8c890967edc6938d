import { WEIGHT } from "@nightlatch/core";
import type { RuleBook } from "../../packages/app/src/detect/index.ts";
import { REFERENCES } from "../reference/all.ts";
import { type Fired, HISTORIES, type KindScore } from "./attacks.ts";
import { type LifeScore, ROBBED, TOWN } from "./life.ts";
import type { Tally } from "./tally.ts";

/** All that was measured. */
export interface Scorecard {
  readonly seeds: readonly number[];
  readonly book: RuleBook;
  readonly kinds: readonly KindScore[];
  readonly fired: Fired;
  readonly life: LifeScore;
  /** Findings in ordinary life, by rule and severity. */
  readonly inLife: Tally;
}

/** The bar that the product holds itself to. */
const BAR = { recall: 1, falsePerThousand: 0.5 } as const;

/** What falls short of the bar, in words; nothing when it is met. */
export function shortfalls({ kinds, life }: Scorecard): readonly string[] {
  const rate = perThousand(life.alarms.length, life.userDays);
  return [
    ...kinds.filter(({ attack }) => attack).flatMap(({ id, wrong }) => wrong.map((what) => `${id} ${what}`)),
    ...life.missed.map((what) => `missed in ordinary life: ${what}`),
    ...(rate > BAR.falsePerThousand
      ? [`${rate.toFixed(2)} false alarms per 1,000 user-days:`, ...life.alarms.map(({ summary }) => `  ${summary}`)]
      : []),
  ];
}

/** The scorecard as a page. It depends on the code and the seeds alone. */
export function pageOf(card: Scorecard): string {
  const short = shortfalls(card);
  const { seeds, kinds, life } = card;
  const attacks = kinds.filter(({ attack }) => attack);
  const found = sum(attacks.map(({ high }) => high));
  const cases = sum(attacks.map(({ cases: count }) => count));
  const lines = [
    "# Scorecard",
    "",
    "What fires on what: measured on the synthetic organisations of `corpus/`, by the product as `nightlatch scan` composes it. Written by `npm run scorecard`, held to the code by `npm run scorecard -- --check`.",
    "",
    `Seeds ${seeds.join(", ")}; each kind of case with each seed and ${listed(HISTORIES.map(String))} days of the victim's life before. Ordinary life: ${seeds.length} towns of ${TOWN.users} people for ${TOWN.days} days (${number(life.events)} events). Synthetic data says how the detector reasons, not how often your people travel: measure your own log with \`nightlatch scan\`.`,
    "",
    "| measure | bar | measured |",
    "|---|---|---|",
    `| attacks found at \`high\` or above | 100 % | ${percent(found, cases)} (${found} of ${cases}) |`,
    `| thefts found in the middle of ordinary life | 100 % | ${percent(life.found, life.thefts)} (${life.found} of ${life.thefts}; ${seeds.length} towns of ${ROBBED.users} people, ${ROBBED.days} days) |`,
    `| false alarms (\`high\`, \`critical\`) per 1,000 user-days | ≤ ${BAR.falsePerThousand} | ${perThousand(life.alarms.length, life.userDays).toFixed(2)} (${life.alarms.length} in ${number(life.userDays)}) |`,
    `| innocent look-alikes that woke somebody | 0 | ${sum(kinds.filter(({ attack }) => !attack).map(({ high }) => high))} of ${sum(kinds.filter(({ attack }) => !attack).map(({ cases: count }) => count))} |`,
    "",
    short.length === 0 ? "The bar is met." : ["What falls short:", "", ...short.map((one) => `- ${one}`)].join("\n"),
    "",
    ...recall(card),
    ...references(card),
    ...noise(life),
    ...analytics(card),
    ...rules(card),
  ];
  return `${lines.join("\n")}\n`;
}

function recall({ kinds }: Scorecard): readonly string[] {
  const row = ({ id, title, cases, high, delays }: KindScore): string => {
    const known = delays.filter((delay) => !Number.isNaN(delay)).sort((a, b) => a - b);
    const median = known[Math.floor(known.length / 2)];
    return `| ${id} | ${title} | ${cases} | ${percent(high, cases)} | ${minutes(median)} | ${minutes(known.at(-1))} |`;
  };
  return [
    "## Attacks, by kind",
    "",
    "P: a stolen session. S: a stolen sign-in. Then the incidents as they are known, reconstructed. Delay: from the intruder's first event to the event with which the alarm stands.",
    "",
    "| kind | what happens | cases | found at `high` | delay, median | delay, longest |",
    "|---|---|---|---|---|---|",
    ...kinds.filter(({ attack }) => attack).map(row),
    "",
    "## Innocent look-alikes",
    "",
    "| kind | what happens | cases | woke somebody |",
    "|---|---|---|---|",
    ...kinds
      .filter(({ attack }) => !attack)
      .map(({ id, title, cases, high }) => `| ${id} | ${title} | ${cases} | ${high} |`),
    "",
  ];
}

function references({ kinds, life }: Scorecard): readonly string[] {
  const part = (prefix: RegExp, of: (kind: KindScore) => number): string => {
    const some = kinds.filter(({ id }) => prefix.test(id));
    return percent(sum(some.map(of)), sum(some.map(({ cases }) => cases)));
  };
  const known = (prefix: RegExp, of: (kind: KindScore) => number): string => {
    const some = kinds.filter(({ id, attack }) => attack && prefix.test(id));
    return percent(sum(some.map(of)), sum(some.map(({ cases }) => cases)));
  };
  const row = (name: string, of: (kind: KindScore) => number, [found, alarms]: readonly [number, number]): string =>
    `| ${name} | ${known(/^P/, of)} | ${known(/^S\d/, of)} | ${known(/^(?!P\d|S\d|N\d)/, of)} | ${percent(found, life.thefts)} | ${part(/^N/, of)} | ${perThousand(alarms, life.userDays).toFixed(2)} |`;
  return [
    "## Beside the best known public rules",
    "",
    "The public rules for stolen sessions, restated in our own words in `bench/reference/` and run over the same events. An alarm counts when it rests on an event of the intruder's, whatever its level.",
    "",
    "| detector | stolen sessions (P) | stolen sign-ins (S) | incidents | thefts in ordinary life | look-alikes (N) that alarm | alarms in 1,000 user-days of ordinary life |",
    "|---|---|---|---|---|---|---|",
    row("**Nightlatch**, `high` and above", ({ high }) => high, [life.found, life.alarms.length]),
    ...REFERENCES.map(({ name }, n) =>
      row(name, (kind) => kind.references[n] ?? 0, [life.referencesFound[n] ?? 0, life.references[n] ?? 0]),
    ),
    "",
    ...REFERENCES.map(({ name, known: whose, rule }) => `- **${name}** (as ${whose} publish it): ${rule}.`),
    "",
  ];
}

function noise({ alarms, noiseDays, userDays, beside }: LifeScore): readonly string[] {
  const count = (kind: string): number => alarms.filter(({ noise: kinds }) => kinds.includes(kind)).length;
  return [
    "## Ordinary life, by kind of noise",
    "",
    `False alarms at \`high\` or above whose events are of that kind; a user-day may have several kinds. All: ${alarms.length} in ${number(userDays)} user-days. Beside the thefts in the towns with thefts: ${beside}.`,
    "",
    "| kind of noise | user-days with it | false alarms | per 1,000 |",
    "|---|---|---|---|",
    ...[...noiseDays]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([kind, days]) =>
          `| ${kind} | ${number(days)} | ${count(kind)} | ${perThousand(count(kind), days).toFixed(2)} |`,
      ),
    "",
    ...alarms.map(({ summary }) => `- ${summary}`),
    ...(alarms.length === 0 ? [] : [""]),
  ];
}

function analytics({ fired, kinds }: Scorecard): readonly string[] {
  const attack = new Set(kinds.filter((kind) => kind.attack).map(({ id }) => id));
  return [
    "## The session engine: evidence, by kind of attack",
    "",
    "In how many cases an observation was part of a finding (of any level) about the intruder, and in how many look-alikes it was part of one at all. What each means is in [evidence.md](evidence.md).",
    "",
    "| evidence | in attacks | in look-alikes |",
    "|---|---|---|",
    ...Object.keys(WEIGHT)
      .toSorted()
      .map(
        (kind) =>
          `| ${kind} | ${kindsIn(fired.evidence, kind, attack)} | ${kindsIn(fired.evidence, kind, attack, false)} |`,
      ),
    "",
  ];
}

function rules({ book, fired, inLife, life, kinds }: Scorecard): readonly string[] {
  const attack = new Set(kinds.filter((kind) => kind.attack).map(({ id }) => id));
  const all = [...book.rules, ...book.correlations].filter(({ key }) => !book.silent.has(key));
  const row = (id: string, name: string, level: string): string =>
    `| ${name} | ${level} | ${kindsIn(fired.rules, id, attack)} | ${kindsIn(fired.rules, id, attack, false)} | ${rate(inLife.total(id), life.userDays)} |`;
  const engine = [...new Set([...fired.rules.rows(), ...inLife.rows()])].filter((id) =>
    /^(?:session|sign-in|token)\./.test(id),
  );
  const quiet = all.filter(({ id, key }) => fired.rules.total(id || key) + inLife.total(id || key) === 0);
  const loud = all.filter((rule) => !quiet.includes(rule));
  return [
    "## Rules: what each fired on",
    "",
    "Cases in which the rule made a finding, of any level, about the intruder; look-alikes in which it made one; findings in 1,000 user-days of ordinary life.",
    "",
    "| rule | level | attacks | look-alikes | ordinary life |",
    "|---|---|---|---|---|",
    ...engine.toSorted().map((id) => row(id, `${id} (session engine)`, "by evidence")),
    ...loud.map(({ id, key, name, level }) => row(id || key, name || key, level)).toSorted(),
    "",
    `The other ${quiet.length} rules fired on nothing in the corpus, which has neither these attacks nor this noise; the tests inside each rule show what it is for: ${quiet
      .map(({ name, key }) => name || key)
      .toSorted()
      .join(", ")}.`,
    "",
    `Not run here: ${book.waiting.length === 0 ? "none" : `rules that wait for values which only a user knows`}, and ${book.hunts} that are for hunting.`,
  ];
}

function kindsIn(tally: Tally, row: string, attack: ReadonlySet<string>, wanted = true): string {
  const some = tally.columns(row).filter(([id]) => attack.has(id) === wanted);
  return some.map(([id, count]) => (count === 1 ? id : `${id} ×${count}`)).join(", ");
}

function rate(count: number, days: number): string {
  return count === 0 ? "" : perThousand(count, days).toFixed(2);
}

function perThousand(count: number, days: number): number {
  return days === 0 ? 0 : (count * 1000) / days;
}

function percent(count: number, of: number): string {
  return of === 0 ? "–" : `${Math.floor((count * 1000) / of) / 10} %`;
}

function minutes(value: number | undefined): string {
  if (value === undefined) return "–";
  return value === 0 ? "at once" : value < 1 ? `${Math.round(value * 60)} s` : `${Math.round(value)} min`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
