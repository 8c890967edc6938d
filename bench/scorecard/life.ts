import { atLeast, type Envelope } from "@nightlatch/core";
import { attackedMonth, type Entry, labelledMonth, type MonthOptions, type Theft } from "@nightlatch/corpus";
import { REFERENCES } from "../reference/all.ts";
import { type Product, uidsOf } from "./product.ts";
import type { Tally } from "./tally.ts";

/** The town whose life is judged: so many people, for so many days, with each seed. */
export const TOWN: Required<Pick<MonthOptions, "users" | "days">> = { users: 100, days: 20 };
/** The towns in which sessions are stolen. */
export const ROBBED: Required<Pick<MonthOptions, "users" | "days">> & { readonly thefts: number } = {
  users: 40,
  days: 12,
  thefts: 20,
};

const DAY = 86_400_000;

/** What ordinary life gave. */
export interface LifeScore {
  userDays: number;
  events: number;
  /** Findings at `high` or above, in words with the kinds of noise they are about. */
  readonly alarms: { readonly summary: string; readonly noise: readonly string[] }[];
  /** User-days by kind of noise: a person is in it on that day. */
  readonly noiseDays: Map<string, number>;
  /** Alarms of each reference detector, in their order. */
  readonly references: number[];
  /** Thefts in the middle of such life, and how many were found at `high`. */
  thefts: number;
  found: number;
  readonly missed: string[];
  /** Alarms beside the thefts. */
  beside: number;
  readonly referencesFound: number[];
}

/** Lives and judges a town with each seed; `rules` counts findings by rule and severity. */
export function judgeLife(product: Product, seeds: readonly number[], rules: Tally): LifeScore {
  const score: LifeScore = {
    userDays: 0,
    events: 0,
    alarms: [],
    noiseDays: new Map(),
    references: REFERENCES.map(() => 0),
    thefts: 0,
    found: 0,
    missed: [],
    beside: 0,
    referencesFound: REFERENCES.map(() => 0),
  };
  for (const seed of seeds) {
    quietTown(product, seed, { score, rules });
    robbedTown(product, seed, score);
  }
  return score;
}

function quietTown(product: Product, seed: number, { score, rules }: { score: LifeScore; rules: Tally }): void {
  const entries = [...labelledMonth({ seed, ...TOWN })];
  const labels = new Map(entries.map(({ event, label }) => [event.uuid, label]));
  const events = product.read(entries.map(({ event }) => event));
  score.userDays += TOWN.users * TOWN.days;
  score.events += events.length;
  countDays(entries, score.noiseDays);
  for (const finding of product.findings(events)) {
    rules.add(finding.rule.id, finding.severity);
    if (!atLeast(finding.severity, "high")) continue;
    const noise = new Set(uidsOf(finding).flatMap((uid) => kindsOf(labels.get(uid) ?? "")));
    score.alarms.push({ summary: `seed ${seed}: ${finding.summary}`, noise: [...noise].sort() });
  }
  count(
    score.references,
    events.map(({ envelope }) => envelope),
  );
}

function robbedTown(product: Product, seed: number, score: LifeScore): void {
  const life = attackedMonth({ seed, ...ROBBED });
  const entries: Entry[] = [];
  let thefts: readonly Theft[] = [];
  for (let next = life.next(); ; next = life.next()) {
    if (next.done === true) {
      thefts = next.value;
      break;
    }
    entries.push(next.value);
  }
  const events = product.read(entries.map(({ event }) => event));
  const alarms = product
    .findings(events)
    .filter(({ severity }) => atLeast(severity, "high"))
    .map(uidsOf);
  const theirs = new Set(thefts.flatMap(({ intruderUids }) => intruderUids));
  const envelopes = events.map(({ envelope }) => envelope);
  const references = REFERENCES.map((_, n) => referenceAlarms(n, envelopes));
  score.thefts += thefts.length;
  for (const { id, user, intruderUids, tells } of thefts) {
    const these = new Set(intruderUids);
    if (alarms.some((uids) => uids.some((uid) => these.has(uid)))) score.found++;
    else score.missed.push(`seed ${seed}: ${id} of ${user.login} (${tells.join(", ")})`);
    for (const [n, told] of references.entries())
      if (told.some((uids) => uids.some((uid) => these.has(uid))))
        score.referencesFound[n] = (score.referencesFound[n] ?? 0) + 1;
  }
  score.beside += alarms.filter((uids) => !uids.some((uid) => theirs.has(uid))).length;
}

function count(totals: number[], events: readonly Envelope[]): void {
  REFERENCES.forEach((_, n) => {
    totals[n] = (totals[n] ?? 0) + referenceAlarms(n, events).length;
  });
}

function referenceAlarms(n: number, events: readonly Envelope[]): readonly (readonly string[])[] {
  const observe = REFERENCES[n]?.start();
  return events.flatMap((event) => {
    const alarm = observe?.(event);
    return alarm === undefined ? [] : [alarm.uids];
  });
}

/** On how many days somebody lived with each kind of noise. */
function countDays(entries: readonly Entry[], days: Map<string, number>): void {
  const seen = new Set<string>();
  for (const { at, event, label } of entries)
    for (const kind of kindsOf(label)) {
      const key = `${kind} ${event.actor.id} ${Math.floor(at / DAY)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      days.set(kind, (days.get(kind) ?? 0) + 1);
    }
}

/** The kinds of noise in a label, such as `home+dual-stack+hotspot`. */
function kindsOf(label: string): readonly string[] {
  return label.split("+").filter((kind) => kind !== "");
}
