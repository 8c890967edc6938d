import { isList } from "../field/path.ts";
import type { Expression, RegexTest, TextTest } from "../rule/expression.ts";
import { compileRegex } from "./regex.ts";
import { type Check, Scope } from "./scope.ts";
import { costOf } from "./cost.ts";
import { patternOf } from "./text-pattern.ts";
import { checkOfField, oneOfCheck, regexCheck, textCheck, type Texts } from "./value-check.ts";

/** Compiles an expression into a closure over the scope: true when what the scope is open at satisfies it. */
export function compileExpression(expression: Expression, scope: Scope): Check {
  switch (expression.kind) {
    case "and":
      return junction(
        expression.of.map((part) => compileExpression(part, scope)),
        true,
        scope,
      );
    case "or":
      return junction(orChecks(cheapFirst(expression.of), scope), false, scope);
    case "not": {
      const check = compileExpression(expression.of, scope);
      return () => !check();
    }
    case "constant":
      return () => expression.value;
    case "field":
      return checkOfField(scope, expression.field, expression.test);
    case "keyword":
      return keywordCheck(scope, expression.test);
    case "members":
      return membersCheck(expression, scope);
  }
}

/** In any order the answer is the same. */
function cheapFirst(parts: readonly Expression[]): readonly Expression[] {
  return parts.toSorted((a, b) => costOf(a) - costOf(b));
}

/** The parts of an OR. Texts that one field is compared with are looked up together. */
function orChecks(parts: readonly Expression[], scope: Scope): readonly Check[] {
  const lists = new Map<string, TextList>();
  const checks: (Check | TextList)[] = [];
  for (const part of parts) {
    const list = textListOf(part);
    const known = list && lists.get(list.name);
    if (list === undefined) checks.push(compileExpression(part, scope));
    else if (known === undefined) {
      lists.set(list.name, list);
      checks.push(list);
    } else for (const text of list.texts) known.texts.add(text);
  }
  return checks.map((check) => (typeof check === "function" ? check : sharedListCheck(check, scope)));
}

function sharedListCheck({ name, field, cased, texts }: TextList, scope: Scope): Check {
  return scope.shared(`${name} ${JSON.stringify([...texts].sort())}`, () =>
    oneOfCheck(scope.field(field), texts, cased),
  );
}

interface TextList {
  readonly name: string;
  readonly field: string;
  readonly cased: boolean;
  readonly texts: Set<string>;
}

function textListOf(part: Expression): TextList | undefined {
  if (part.kind !== "field" || part.test.kind !== "text") return undefined;
  const pattern = patternOf(part.test);
  if (pattern.kind !== "equals") return undefined;
  const { field, test } = part;
  return { name: `${test.cased} ${field}`, field, cased: test.cased, texts: new Set([pattern.text]) };
}

/**
 * An AND (`neutral` is true) or an OR (false). One part that is surely otherwise settles it, even when what texts say
 * leaves other parts unsure.
 */
function junction(checks: readonly Check[], neutral: boolean, scope: Scope): Check {
  const [only, ...more] = checks;
  if (only === undefined) return () => neutral;
  if (more.length === 0) return only;
  return () => {
    let unsure = false;
    for (const check of checks) {
      const holds = check();
      if (scope.unsure) {
        unsure = true;
        scope.unsure = false;
      } else if (holds !== neutral) return holds;
    }
    scope.unsure = unsure;
    return neutral;
  };
}

function keywordCheck(scope: Scope, test: TextTest | RegexTest): Check {
  const leaves: Texts = {
    get texts() {
      return scope.leaves;
    },
    get folded() {
      return scope.foldedLeaves;
    },
  };
  return test.kind === "text" ? textCheck(leaves, test) : regexCheck(leaves, compileRegex(test));
}

/**
 * Array matching. A value that is no array counts as an array of one, because logs write a single member so; a missing
 * array and null count as an empty one.
 */
function membersCheck({ field, quantifier, of }: Extract<Expression, { kind: "members" }>, scope: Scope): Check {
  const view = scope.field(field);
  const inner = new Scope(scope.options);
  const check = compileExpression(of, inner);
  const holds = (member: unknown): boolean => {
    inner.open(member);
    return check();
  };
  const members = (): readonly unknown[] => listsOf(view.nodes()).flat();
  switch (quantifier) {
    case "any":
      return () => members().some(holds);
    case "none":
      return () => !members().some(holds);
    case "all_or_empty":
      return () => members().every(holds);
    case "all":
      return () => {
        const all = members();
        return all.length > 0 && all.every(holds);
      };
    default:
      return () => listsOf(view.nodes()).some((list) => hasSlot(list, quantifier) && holds(list.at(quantifier)));
  }
}

function listsOf(nodes: readonly unknown[]): readonly (readonly unknown[])[] {
  return nodes.flatMap((node) => (isList(node) ? [node] : node === null || node === undefined ? [] : [[node]]));
}

function hasSlot(list: readonly unknown[], slot: number): boolean {
  return slot < 0 ? -slot <= list.length : slot < list.length;
}
