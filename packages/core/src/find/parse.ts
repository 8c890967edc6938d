import { readCidr } from "../network/cidr.ts";
import { FIND_FIELDS, findField, recordPath } from "./fields.ts";
import { nearName } from "./near-name.ts";
import { blockOf, flatText, patternOf } from "./pattern.ts";
import type { FindProblem } from "./problem.ts";
import type { FindComparison, FindNode, FindQuery, FindTime } from "./query.ts";
import { readFindTime } from "./times.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** A query, or what keeps it from being one. */
export type ParsedFind = { readonly query: FindQuery } | { readonly problem: FindProblem };

/** Brackets and nots inside each other. */
const DEEPEST = 32;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;
const TIMES: readonly string[] = ["since", "until"];
const NAMES: readonly string[] = [...FIND_FIELDS.map(({ name }) => name), ...TIMES];

/** Reads a query. Nothing is thrown; a problem says where it is. */
export function parseFind(text: string): ParsedFind {
  const { tokens, problem } = tokensOf(text);
  if (problem !== undefined) return { problem };
  try {
    return { query: new Parser(tokens).query() };
  } catch (error) {
    if (error instanceof Stop) return { problem: error.problem };
    throw error;
  }
}

class Stop extends Error {
  readonly problem: FindProblem;

  constructor(problem: FindProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #n = 0;
  #depth = 0;
  readonly #times: { since?: FindTime; until?: FindTime } = {};
  /** The first time that was given, to be named when it stands where it cannot. */
  #timeAt: Token | undefined;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  query(): FindQuery {
    const where = this.#or();
    const rest = this.#here;
    if (rest.kind !== "end") throw stop("NL-FIND-SYNTAX", `"${rest.text}" closes or joins nothing here`, rest);
    return { ...this.#times, where };
  }

  get #here(): Token {
    return this.#tokens[this.#n] ?? END;
  }

  #or(): FindNode {
    const all = [this.#and()];
    while (isWord(this.#here, "or")) {
      const or = this.#here;
      this.#n++;
      if (isEnd(this.#here)) throw stop("NL-FIND-SYNTAX", '"or" wants something on both sides', or);
      const next = this.#and();
      if (next.kind === "and" && next.of.length === 0)
        throw stop("NL-FIND-SYNTAX", '"or" wants something on both sides', or);
      all.push(next);
      if (this.#timeAt !== undefined && this.#depth === 0) throw outside(this.#timeAt);
    }
    // Nothing in front of an "or".
    const [first] = all;
    if (all.length > 1 && first?.kind === "and" && first.of.length === 0)
      throw stop("NL-FIND-SYNTAX", '"or" wants something on both sides', this.#tokens[0] ?? END);
    return joined("or", all);
  }

  #and(): FindNode {
    const all: FindNode[] = [];
    for (let and: Token | undefined; ;) {
      const here = this.#here;
      if (isEnd(here) || isWord(here, "or")) {
        if (and !== undefined) throw stop("NL-FIND-SYNTAX", '"and" wants something on both sides', and);
        return joined("and", all);
      }
      if (isWord(here, "and")) {
        if (and !== undefined || (all.length === 0 && this.#timeAt === undefined))
          throw stop("NL-FIND-SYNTAX", '"and" wants something on both sides', here);
        and = here;
        this.#n++;
        continue;
      }
      const one = this.#one();
      if (one !== undefined) all.push(one);
      and = undefined;
    }
  }

  /** One condition; `undefined` for a time. */
  #one(): FindNode | undefined {
    const here = this.#here;
    if (isWord(here, "not") || here.kind === "(") {
      this.#n++;
      if (++this.#depth > DEEPEST) throw stop("NL-FIND-SYNTAX", `Brackets and "not" go at most ${DEEPEST} deep`, here);
      const inner = here.kind === "(" ? this.#group(here) : this.#negated(here);
      this.#depth--;
      return inner;
    }
    if (here.kind !== "word" && here.kind !== "quoted")
      throw stop("NL-FIND-SYNTAX", `"${here.text}" wants a field in front of it, such as user${here.text}…`, here);
    this.#n++;
    if (here.kind === "word" && this.#here.kind === "operator") return this.#term(here);
    return { kind: "holds", field: "text", any: [patternOf(here)] };
  }

  #group(open: Token): FindNode {
    const inner = this.#or();
    if (this.#here.kind !== ")") throw stop("NL-FIND-SYNTAX", "This bracket is not closed", open);
    this.#n++;
    if (inner.kind === "and" && inner.of.length === 0)
      throw stop("NL-FIND-SYNTAX", "There is nothing in these brackets", open);
    return inner;
  }

  #negated(not: Token): FindNode {
    if (isEnd(this.#here) || isWord(this.#here, "and") || isWord(this.#here, "or"))
      throw stop("NL-FIND-SYNTAX", '"not" wants something behind it', not);
    const inner = this.#one();
    if (inner === undefined) throw outside(this.#timeAt ?? not);
    return { kind: "not", of: inner };
  }

  #term(name: Token): FindNode | undefined {
    const operator = this.#here;
    this.#n++;
    if (TIMES.includes(name.text.toLowerCase())) {
      this.#time(name, operator);
      return undefined;
    }
    const field = this.#field(name);
    const values = this.#values(operator);
    const { text } = operator;
    if (text === "<" || text === "<=" || text === ">" || text === ">=") return comparison(field, text, values);
    for (const value of values) check(field, text, value);
    const any = values.map(patternOf);
    const term: FindNode = { kind: text.endsWith("~") ? "holds" : "is", field: field.text, any };
    return text.startsWith("!") ? { kind: "not", of: term } : term;
  }

  #field(name: Token): Token {
    const known = findField(name.text.toLowerCase());
    if (known !== undefined) return { ...name, text: known.name };
    if (recordPath(name.text) !== undefined) return name;
    const near = nearName(name.text.toLowerCase(), NAMES);
    const meant = near === undefined ? "." : `; did you mean "${near}"?`;
    const paths = "A path of the record will do too, such as outcome.reason or record.severity";
    throw stop("NL-FIND-FIELD", `There is no field "${name.text}"${meant} ${paths}`, name);
  }

  #values(operator: Token): readonly Token[] {
    const first = this.#here;
    if (first.kind !== "(") return [this.#value(operator)];
    this.#n++;
    const values = [this.#value(first)];
    while (this.#here.kind === ",") {
      const comma = this.#here;
      this.#n++;
      values.push(this.#value(comma));
    }
    if (this.#here.kind !== ")")
      throw stop("NL-FIND-SYNTAX", "This list is not closed; its values stand between commas", first);
    this.#n++;
    return values;
  }

  #value(before: Token): Token {
    const here = this.#here;
    if (here.kind !== "word" && here.kind !== "quoted")
      throw stop("NL-FIND-VALUE", `A value is wanted behind "${before.text}"`, here.kind === "end" ? before : here);
    this.#n++;
    return here;
  }

  #time(name: Token, operator: Token): void {
    const which = name.text.toLowerCase() === "since" ? "since" : "until";
    if (operator.text !== "=") throw stop("NL-FIND-TIME", `${which} is given with =`, operator);
    const value = this.#value(operator);
    const time = value.kind === "word" ? readFindTime(value.text) : undefined;
    if (time === undefined)
      throw stop(
        "NL-FIND-TIME",
        `"${value.text}" is no time; 7d (also s, m, h, w), 2026-01-05 or 2026-01-05T09:00:00Z is wanted`,
        value,
      );
    if (this.#depth > 0) throw outside(name);
    if (this.#times[which] !== undefined) throw stop("NL-FIND-TIME", `${which} is given twice`, name);
    this.#times[which] = time;
    this.#timeAt ??= name;
  }
}

const END: Token = { kind: "end", at: 0, end: 0, text: "" };

function stop(code: FindProblem["code"], message: string, { at, end }: Token): Stop {
  return new Stop({ code, message, at, length: end - at });
}

function outside(time: Token): Stop {
  return stop("NL-FIND-TIME", "since and until are about the whole query: not inside brackets, with or, or not", time);
}

function isWord({ kind, text }: Token, word: string): boolean {
  return kind === "word" && text.toLowerCase() === word;
}

function isEnd({ kind }: Token): boolean {
  return kind === "end" || kind === ")";
}

function joined(kind: "and" | "or", all: readonly FindNode[]): FindNode {
  const flat = all.flatMap((one) => (one.kind === kind ? one.of : [one]));
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : { kind: flat.length === 0 ? "and" : kind, of: flat };
}

function comparison(field: Token, by: FindComparison, values: readonly Token[]): FindNode {
  const kind = findField(field.text)?.kind;
  if (kind !== undefined && kind !== "number")
    throw stop("NL-FIND-VALUE", `${field.text} holds no numbers; "${by}" compares numbers`, field);
  const [value = END, more] = values;
  if (more !== undefined) throw stop("NL-FIND-VALUE", `"${by}" wants one number, no list`, more);
  if (value.kind !== "word" || !NUMBER.test(value.text))
    throw stop("NL-FIND-VALUE", `${value.text} is no number; "${by}" compares numbers`, value);
  return { kind: "compare", field: field.text, by, to: Number(value.text) + 0 };
}

/** Whether a field can have a value like this. */
function check(field: Token, operator: string, value: Token): void {
  const known = findField(field.text);
  if (known?.kind === "raw" && !operator.endsWith("~"))
    throw stop("NL-FIND-VALUE", "The text is only searched: use text~…, or the words alone", field);
  const pattern = patternOf(value);
  if (known?.kind === "flag" && !["true", "false"].includes(flatText(pattern).toLowerCase()))
    throw stop("NL-FIND-VALUE", `${field.text} is true or false`, value);
  const block = known?.kind === "address" ? blockOf(pattern) : undefined;
  if (block !== undefined && readCidr(block) === undefined)
    throw stop("NL-FIND-VALUE", `${value.text} is no block of addresses; one such as 192.0.2.0/24 is wanted`, value);
}
