import { type CorrelationNeed, type SqlEvents, sqlOfCorrelations, sqlOfRules } from "@nightlatch/sigma";
import type { RuleBook } from "../detect/rule-book.ts";
import type { TimeWindow } from "../detect/time-window.ts";
import { dateTime } from "../store/events/columns.ts";
import type { EventPosition, EventStore } from "../store/events/index.ts";
import { FEW, ID_COLUMNS, LONG_FEW, OKTA_TABLE, oktaTable, wholeId } from "./okta-table.ts";

/** Whose events, and of which time. */
export interface Hunted {
  readonly tenant: string;
  readonly window: TimeWindow;
}

/** A time from its first millisecond up to, without, its last. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  /** How many there are in it. */
  readonly events: number;
}

/** Where to look for candidates. */
export interface Ground {
  /** Stretches of whole months that have events, in order. */
  readonly stretches: readonly Stretch[];
  /** Events since the window begins. */
  readonly held: number;
  readonly table: SqlEvents;
}

/** More different texts than these, or more characters of them, are not looked at one by one. */
const MANY = 2000;
const LONG = 50_000;
/** Events that are searched at once: what is found in them is held in memory by its ids. */
const AT_ONCE = 4_000_000;

/**
 * Looks over a tenant's events before the end of the window: it costs little, and spares much of what follows. Fields
 * whose texts are long are looked at where correlations ask for them, each of which would read them more than once.
 */
export async function groundOf(events: EventStore, book: RuleBook, { tenant, window }: Hunted): Promise<Ground> {
  const asked = sqlOfCorrelations(correlationsOf(book), book.byKey, OKTA_TABLE, { scope: "1" });
  const few = [...FEW, ...LONG_FEW.filter((sql) => asked.needs.some(({ where }) => where.includes(sql)))];
  const grouped = Object.entries(ID_COLUMNS).filter(([path, column]) =>
    asked.needs.some(({ where }) => where.includes(wholeId(column, path))),
  );
  const texts = few.map((sql, n) => `groupUniqArray(${MANY + 1})(${sql}) AS texts${n}`);
  const rows = await events.query(
    `SELECT toYYYYMM(time) AS month, count() AS there, countIf(toUnixTimestamp64Milli(time) >= {since:Int64}) AS held,
       countIf(NOT plain) AS odd, upperUTF8('ß') = 'SS' AS folds, ${texts.join(", ")}
     FROM events WHERE tenant = {tenant:String} AND toUnixTimestamp64Milli(time) < {until:Int64}
     GROUP BY month ORDER BY month`,
    { tenant, since: window.since ?? 0, until: window.until ?? Number.MAX_SAFE_INTEGER },
  );
  const known = new Map<string, readonly string[]>();
  for (const [n, sql] of few.entries()) {
    const all = [...new Set(rows.flatMap((row) => row[`texts${n}`] as readonly string[]))];
    if (all.length <= MANY && all.reduce((sum, text) => sum + text.length, 0) <= LONG) known.set(sql, all);
  }
  const whole = new Set<string>();
  for (const [path, column] of grouped) {
    const [hidden] = await events.query(
      `SELECT count() AS n FROM events
       WHERE tenant = {tenant:String} AND ${column} = '' AND toString(record.${path}) != ''`,
      { tenant },
    );
    if (Number(hidden?.["n"]) === 0) whole.add(column);
  }
  const months = rows.map((row) => ({ ...monthOf(Number(row["month"])), events: Number(row["there"]) }));
  return {
    stretches: stretchesOf(months, window.until),
    held: rows.reduce((sum, row) => sum + Number(row["held"]), 0),
    table: oktaTable({
      texts: known,
      whole,
      plain: rows.every((row) => Number(row["odd"]) === 0),
      folds: rows.every((row) => Number(row["folds"]) === 1),
    }),
  };
}

function monthOf(month: number): Omit<Stretch, "events"> {
  const [year, index] = [Math.floor(month / 100), (month % 100) - 1];
  return { from: Date.UTC(year, index), until: Date.UTC(year, index + 1) };
}

/** Months put together, as long as they have not too many events. */
function stretchesOf(months: readonly Stretch[], end: number = Number.POSITIVE_INFINITY): readonly Stretch[] {
  const stretches: { from: number; until: number; events: number }[] = [];
  for (const month of months) {
    const last = stretches.at(-1);
    if (last !== undefined && last.events + month.events <= AT_ONCE) {
      last.until = month.until;
      last.events += month.events;
    } else stretches.push({ ...month });
  }
  return stretches.map(({ from, until, events }) => ({ from, until: Math.min(until, end), events }));
}

/** Finds candidates: events that a rule could match and that could make a finding. */
export class CandidateSearch {
  /** Titles of rules that want every event. */
  readonly open: readonly string[];
  readonly #events: EventStore;
  readonly #hunted: Hunted;
  /** Each asked by itself: together they would cost more than one after the other. */
  readonly #needs: readonly CorrelationNeed[];
  readonly #params: Readonly<Record<string, unknown>>;
  /** Windows of correlations reach so far over the edges of a stretch. */
  readonly #margin: number;

  constructor(
    events: EventStore,
    book: RuleBook,
    { hunted, table }: { readonly hunted: Hunted; readonly table: SqlEvents },
  ) {
    const correlations = correlationsOf(book);
    // A rule that only counts matters in the windows of correlations; one that makes findings, wherever it matches.
    const told = sqlOfRules(
      book.rules.filter(({ key }) => !book.silent.has(key)),
      table,
      "s",
    );
    const counted = sqlOfCorrelations(correlations, book.byKey, table, {
      scope: "tenant = {tenant:String} AND time >= {before:DateTime64(3)} AND time < {after:DateTime64(3)}",
    });
    const { since } = hunted.window;
    this.#events = events;
    this.#hunted = hunted;
    // An episode may have begun before the time that is hunted.
    const recent = since === undefined ? "" : "time >= {since:DateTime64(3)} AND ";
    this.#needs = [
      { where: `${recent}(${told.where})` },
      ...(table.plain === "1" ? [] : [{ where: `NOT ${table.plain}` }]),
      ...counted.needs,
    ];
    this.#params = { ...told.params, ...counted.params, ...(since === undefined ? {} : { since: dateTime(since) }) };
    this.#margin = 2 * Math.max(0, ...correlations.map(({ timespanMs }) => timespanMs));
    this.open = [...new Set([...told.open, ...counted.open])].flatMap((key) => book.titles.get(key) ?? []);
  }

  /** Candidates of a stretch of time, in order. */
  async within({ from, until }: Omit<Stretch, "events">): Promise<readonly EventPosition[]> {
    const found = new Map<string, number>();
    const margins = { before: dateTime(Math.max(0, from - this.#margin)), after: dateTime(until + this.#margin) };
    const ask = (sql: string, given: Readonly<Record<string, string>>): ReturnType<EventStore["query"]> =>
      this.#events.query(sql, {
        ...mentioned(sql, this.#params),
        tenant: this.#hunted.tenant,
        ...mentioned(sql, { ...margins, ...given }),
      });
    for (const { where, spans } of this.#needs) {
      let [first, last] = [from, until];
      if (spans !== undefined) {
        // Mostly there is no such window; and else they are few, so that little of the table is looked at again.
        const [span] = await ask(spans, {});
        if (span === undefined || Number(span["found"]) === 0) continue;
        first = Math.max(first, Number(span["first"]));
        last = Math.min(last, Number(span["last"]));
        if (first >= last) continue;
      }
      const rows = await ask(
        `SELECT toUnixTimestamp64Milli(time) AS ms, uid FROM events
         WHERE tenant = {tenant:String} AND time >= {from:DateTime64(3)} AND time < {until:DateTime64(3)} AND ${where}`,
        { from: dateTime(first), until: dateTime(last) },
      );
      for (const { ms, uid } of rows) found.set(String(uid), Number(ms));
    }
    return [...found].map(([uid, time]) => ({ uid, time })).sort((a, b) => a.time - b.time || (a.uid < b.uid ? -1 : 1));
  }
}

function correlationsOf(book: RuleBook): RuleBook["correlations"] {
  return [...book.correlations, ...book.decided.lanes.flatMap((lane) => lane.correlations)];
}

/** The parameters that a statement has. */
function mentioned(sql: string, params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names = new Set(Array.from(sql.matchAll(/\{(\w+):/g), ([, name = ""]) => name));
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.has(name)));
}
