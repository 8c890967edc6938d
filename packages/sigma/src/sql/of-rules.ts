import type { Expression } from "../rule/expression.ts";
import type { Rule } from "../rule/rule.ts";
import { allOf, anyOf, type Bounds, notOf } from "./bounds.ts";
import { asksOnly, ExpressionWriter } from "./of-expression.ts";
import { Parameters } from "./parameters.ts";
import type { SqlTable } from "./table.ts";

/** A condition over a table of events. */
export interface SqlCondition {
  /** True of every row that one of the rules matches. Values stand in it as `{name:Type}`. */
  readonly where: string;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  /** Of rows that are plain, it is true of no others: the engine would say the same. */
  readonly exact: boolean;
  /** Keys of the rules of which the table tells nothing, so that they want every row. */
  readonly open: readonly string[];
}

/**
 * The rows that rules could match, as one condition. The rules' logsources are not looked at; fields are found as the
 * engine finds them by default. `prefix` begins the names of the parameters.
 */
export function sqlOfRules(
  rules: readonly Pick<Rule, "key" | "expression">[],
  table: SqlTable,
  prefix = "s",
): SqlCondition {
  const parameters = new Parameters(prefix);
  const writer = new ExpressionWriter(table, parameters);
  const open = rules.filter(({ expression }) => writer.bounds(expression).may === "1").map(({ key }) => key);
  const alternatives = rules.flatMap(({ expression }) => (expression.kind === "or" ? expression.of : [expression]));
  const { may, must } = anyAlternative(alternatives, writer, table.pivot);
  return {
    where: anyOf([notOf(table.plain), may]),
    params: parameters.values,
    exact: may === must,
    open,
  };
}

/**
 * Alternatives that ask the pivot for texts, and the same of everything else, are one alternative that asks for any of
 * the texts: hundreds of rules become some dozens of conditions.
 */
function anyAlternative(all: readonly Expression[], writer: ExpressionWriter, pivot: string | undefined): Bounds {
  const groups = new Map<string, { readonly rest: Bounds; readonly wanted: Expression[] }>();
  const others: Bounds[] = [];
  const every: Expression[] = [];
  for (const one of all) {
    const parts = one.kind === "and" ? one.of : [one];
    const asked = pivot === undefined ? undefined : parts.find((part) => asksOnly(part, pivot));
    if (asked === undefined) {
      others.push(writer.bounds(one));
      continue;
    }
    const rest = writer.bounds({ kind: "and", of: parts.filter((part) => part !== asked) });
    const key = `${rest.may}\n${rest.must}`;
    const wanted = asked.kind === "or" ? asked.of : [asked];
    every.push(...wanted);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { rest, wanted: [...wanted] });
    else group.wanted.push(...wanted);
  }
  const grouped = [...groups.values()].map(({ rest, wanted }) => ({
    rest,
    of: writer.bounds({ kind: "or", of: wanted }),
  }));
  const side = (name: keyof Bounds): string => {
    const some = anyOf(grouped.map(({ rest, of }) => allOf([of[name], rest[name]])));
    // Said once for all, so that most rows are done with after one look.
    const first = grouped.length > 1 ? writer.bounds({ kind: "or", of: every })[name] : "1";
    return anyOf([allOf([first, some]), ...others.map((bounds) => bounds[name])]);
  };
  return { may: side("may"), must: side("must") };
}
