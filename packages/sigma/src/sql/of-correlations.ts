import type { ConditionNode } from "../condition/ast.ts";
import { identifiersOf } from "../condition/identifiers.ts";
import type { CorrelationRule } from "../correlate/rule.ts";
import type { Rule } from "../rule/rule.ts";
import { allOf, anyOf, FALSE, notOf, TRUE } from "./bounds.ts";
import { ExpressionWriter } from "./of-expression.ts";
import type { SqlCondition } from "./of-rules.ts";
import { Parameters } from "./parameters.ts";
import type { SqlEvents } from "./table.ts";

/** The rows that one correlation needs. */
export interface CorrelationNeed {
  readonly where: string;
  /**
   * A query over groups and pairs of neighbouring buckets of time that have enough: without any there are no such rows.
   * It has a row with the columns `first` and `last`, milliseconds: no row is needed before the one, or from the other
   * on; and `found`, how many pairs there are. Absent where every row could be needed.
   */
  readonly spans?: string;
}

/** Conditions over a table of events, one for each correlation that any row could satisfy. */
export interface CorrelationSql {
  readonly needs: readonly CorrelationNeed[];
  readonly params: SqlCondition["params"];
  /** Keys of rules that they count and of which the table tells nothing. */
  readonly open: readonly string[];
}

/** What a condition on correlations is written with. */
export interface CorrelationSqlOptions {
  /** A condition on the rows that count at all, such as one tenant's. It must let pass whole windows around what is asked. */
  readonly scope: string;
  /** Begins the names of the parameters. */
  readonly prefix?: string;
}

/**
 * The rows that correlations need: those in a window that could satisfy one of them. Time is cut into buckets as long as
 * the timespan; a window lies in two neighbours, so a group that has not enough in any two of them has no match, and
 * its rows can be left out. All rows of a window that could satisfy are kept, so that none is seen half. Rows that are
 * not plain are not spoken of: they may be needed, whatever they look like.
 */
export function sqlOfCorrelations(
  correlations: readonly CorrelationRule[],
  rules: ReadonlyMap<string, Pick<Rule, "key" | "expression">>,
  table: SqlEvents,
  { scope, prefix = "c" }: CorrelationSqlOptions,
): CorrelationSql {
  const parameters = new Parameters(prefix);
  const expressions = new ExpressionWriter(table, parameters);
  const open = new Set<string>();
  const byKey = new Map(correlations.map((correlation) => [correlation.key, correlation]));
  const written = new Map<string, CorrelationNeed>();
  const countedBy = (key: string): Counted => {
    const rule = rules.get(key);
    if (rule !== undefined) {
      const { may } = expressions.bounds(rule.expression);
      if (may === TRUE) open.add(key);
      return { key, may, chained: undefined };
    }
    const chained = byKey.get(key);
    return { key, may: chained === undefined ? FALSE : write(chained).where, chained };
  };
  // No correlation refers to itself, by whatever way, so this comes to an end.
  const write = (correlation: CorrelationRule): CorrelationNeed => {
    const known = written.get(correlation.key);
    if (known !== undefined) return known;
    const need = new Writer(correlation, correlation.rules.map(countedBy), { table, scope }).need();
    written.set(correlation.key, need);
    return need;
  };
  const needs = new Map(correlations.map(write).map((need) => [need.where, need]));
  needs.delete(FALSE);
  return { needs: [...needs.values()], params: parameters.values, open: [...open] };
}

/** Something that a correlation counts. */
interface Counted {
  readonly key: string;
  /** True of every event that it could match, or for a correlation of every event in a window that could satisfy. */
  readonly may: string;
  readonly chained: CorrelationRule | undefined;
}

/** Writes what one correlation needs. */
class Writer {
  readonly #correlation: CorrelationRule;
  readonly #counted: readonly Counted[];
  readonly #with: { readonly table: SqlEvents; readonly scope: string };

  constructor(
    correlation: CorrelationRule,
    counted: readonly Counted[],
    parts: { readonly table: SqlEvents; readonly scope: string },
  ) {
    this.#correlation = correlation;
    this.#counted = counted;
    this.#with = parts;
  }

  need(): CorrelationNeed {
    const { table, scope } = this.#with;
    const base = anyOf(this.#counted.map(({ may }) => may));
    const enough = this.#enough();
    if (base === FALSE || enough === TRUE) return { where: base };
    const noneOdd = table.plain === TRUE;
    if (enough === FALSE && noneOdd) return { where: FALSE };
    const keys = this.#keys();
    const rows = allOf([base, ...keys.map((key) => `${key} != ''`)]);
    const bucket = `intDiv(${table.ms}, ${this.#correlation.timespanMs})`;
    const pair = `arrayJoin([${bucket}, ${bucket} + 1])`;
    // What is not plain may count for any group: around it every group is kept.
    const odd = `pair IN (SELECT ${pair} FROM ${table.name} WHERE ${scope} AND ${notOf(table.plain)})`;
    const having = noneOdd ? enough : anyOf([enough, odd]);
    // Groups that are taken for one are only too many rows; and numbers are quicker to tell apart than texts.
    const group = keys.length === 0 ? "0" : `cityHash64(${keys.join(", ")})`;
    const groups = `SELECT ${group} AS grp, ${pair} AS pair FROM ${table.name} WHERE ${scope} AND ${rows} GROUP BY grp, pair HAVING ${having}`;
    const span = this.#correlation.timespanMs;
    return {
      where: `(${rows} AND (${group}, ${bucket}) IN (SELECT grp, arrayJoin([pair - 1, pair]) FROM (${groups})))`,
      spans: `SELECT count() AS found, (min(pair) - 1) * ${span} AS first, (max(pair) + 1) * ${span} AS last FROM (${groups})`,
    };
  }

  /**
   * Expressions of the fields that events are grouped by, as far as the table has them; without one, groups are larger.
   * A match of another correlation has the group of its events only in the fields that this one groups by as well.
   */
  #keys(): readonly string[] {
    const { groupBy, aliases } = this.#correlation;
    const shared = (name: string): boolean =>
      this.#counted.every(
        ({ chained }) => chained === undefined || (chained.groupBy.includes(name) && !chained.aliases.has(name)),
      );
    return groupBy.flatMap((name) => {
      const found = aliases.has(name) || !shared(name) ? undefined : this.#with.table.field(name);
      if (found === undefined || found.many === true) return [];
      if (found.whole !== undefined) return [found.whole];
      return (found.hidden ?? []).length === 0 ? [found.sql] : [];
    });
  }

  /** What two neighbouring buckets of a group have at least, if a window in them satisfies. */
  #enough(): string {
    const { type, thresholds, temporalCondition, rules } = this.#correlation;
    const least = Math.max(
      0,
      ...thresholds.map(({ op, value }) => (op === "gt" ? value + 0.5 : op === "gte" || op === "eq" ? value : 0)),
    );
    switch (type) {
      case "event_count":
        return atLeast("count()", least);
      case "value_count": {
        const values = this.#values();
        return values === undefined ? TRUE : atLeast(values, least);
      }
      case "temporal":
      case "temporal_ordered": {
        if (thresholds.length === 0 && temporalCondition !== undefined) return this.#has(temporalCondition);
        const wanted = thresholds.length === 0 ? new Set(rules).size : least;
        const possible = this.#counted.filter(({ may }) => may !== FALSE);
        if (wanted > possible.length) return FALSE;
        return atLeast(possible.map(({ may }) => seen(may)).join(" + "), wanted);
      }
      default:
        return TRUE;
    }
  }

  /** How many different values there are; `undefined` when the table does not tell. */
  #values(): string | undefined {
    const { fields, aliases } = this.#correlation;
    // A match of another correlation has the values of a whole window.
    if (this.#counted.some(({ chained }) => chained !== undefined)) return undefined;
    const found = fields.flatMap((name) => (aliases.has(name) ? [] : (this.#with.table.field(name) ?? [])));
    const [only] = found;
    if (found.length < fields.length || only === undefined) return undefined;
    if (only.many === true) return found.length === 1 ? `uniqExactArray(${only.sql})` : undefined;
    const values = found.flatMap((field) =>
      field.many === true ? [] : (field.whole ?? ((field.hidden ?? []).length === 0 ? field.sql : [])),
    );
    return values.length === fields.length ? `uniqExact(${values.join(", ")})` : undefined;
  }

  /** A condition over rules, in so far as it wants some to be there. */
  #has(node: ConditionNode): string {
    const one = (key: string): string => {
      const may = this.#counted.find((counted) => counted.key === key)?.may ?? FALSE;
      return may === FALSE ? FALSE : `${seen(may)} > 0`;
    };
    switch (node.kind) {
      case "id":
        return one(node.name);
      case "not":
        return TRUE;
      case "and":
        return allOf(node.of.map((inner) => this.#has(inner)));
      case "or":
        return anyOf(node.of.map((inner) => this.#has(inner)));
      case "quantified": {
        const { rules } = this.#correlation;
        const named = node.pattern === "them" ? rules : identifiersOf(node.pattern, rules);
        return node.quantity === "1" ? anyOf(named.map(one)) : allOf(named.map(one));
      }
    }
  }
}

function seen(may: string): string {
  return may === TRUE ? "1" : `max(${may})`;
}

function atLeast(count: string, least: number): string {
  return least <= 1 ? TRUE : `${count} >= ${Math.ceil(least)}`;
}
