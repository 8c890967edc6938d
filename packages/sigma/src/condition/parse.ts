import type { ConditionNode } from "./ast.ts";
import { type ConditionToken, conditionTokens } from "./tokens.ts";

/** Why a condition cannot be read. */
export interface ConditionFault {
  /** Offset in the condition's text. */
  readonly at: number;
  readonly message: string;
}

/**
 * Reads a condition (Sigma rules specification, "Condition"). Binding, weakest first: `or`, `and`, `not`, `1 of` and
 * `all of`, brackets. The operators are taken in any case, `any of` is `1 of`. The result is a fault when it has
 * `message`.
 */
export function parseCondition(text: string, maxDepth = 64): ConditionNode | ConditionFault {
  try {
    return new ConditionParser(text, maxDepth).parse();
  } catch (error) {
    if (error instanceof Fault) return { at: error.at, message: error.message };
    throw error;
  }
}

/** How the parser leaves its recursion; never seen outside. */
class Fault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const OPERATORS = new Set(["and", "or", "not", "of", "(", ")", "|"]);

const PIPE =
  "Aggregations behind a pipe are no longer part of conditions; write a correlation (`correlation:` in a document of its own)";
const NEAR = "`near` is no longer part of conditions; write a correlation of type temporal or temporal_ordered";

class ConditionParser {
  readonly #tokens: readonly ConditionToken[];
  readonly #length: number;
  readonly #maxDepth: number;
  #next = 0;

  constructor(text: string, maxDepth: number) {
    this.#tokens = conditionTokens(text);
    this.#length = text.length;
    this.#maxDepth = maxDepth;
  }

  parse(): ConditionNode {
    if (this.#tokens.length === 0)
      throw new Fault(0, "The condition is empty; an expression over identifiers is wanted");
    const node = this.#chain("or", 0);
    const rest = this.#tokens[this.#next];
    if (rest === undefined) return node;
    if (rest.text === "|") throw new Fault(rest.at, PIPE);
    if (isWord(rest, "near")) throw new Fault(rest.at, NEAR);
    if (rest.text === ")") throw new Fault(rest.at, 'This ")" closes no bracket');
    throw new Fault(rest.at, `"${rest.text}" follows a complete expression; "and" or "or" is wanted before it`);
  }

  #chain(operator: "or" | "and", depth: number): ConditionNode {
    const first = operator === "or" ? this.#chain("and", depth) : this.#negation(depth);
    const parts = [first];
    while (this.#takes(operator)) parts.push(operator === "or" ? this.#chain("and", depth) : this.#negation(depth));
    return parts.length === 1 ? first : { kind: operator, of: parts };
  }

  #negation(depth: number): ConditionNode {
    const at = this.#tokens[this.#next]?.at ?? this.#length;
    if (depth > this.#maxDepth)
      throw new Fault(at, `Brackets and negations are nested more than ${this.#maxDepth} deep`);
    return this.#takes("not") ? { kind: "not", of: this.#negation(depth + 1) } : this.#operand(depth);
  }

  #operand(depth: number): ConditionNode {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw new Fault(this.#length, "The condition ends where an identifier is wanted");
    if (token.text === "(") {
      const inner = this.#chain("or", depth + 1);
      const close = this.#tokens[this.#next];
      if (close?.text === "|") throw new Fault(close.at, PIPE);
      if (close?.text !== ")") throw new Fault(close?.at ?? this.#length, 'A ")" is missing here');
      this.#next++;
      return inner;
    }
    if (isWord(this.#tokens[this.#next], "of")) return this.#quantified(token);
    if (token.text === "|") throw new Fault(token.at, PIPE);
    if (OPERATORS.has(token.text.toLowerCase()))
      throw new Fault(token.at, `"${token.text}" stands where an identifier is wanted`);
    return { kind: "id", name: token.text };
  }

  #quantified(quantity: ConditionToken): ConditionNode {
    const word = quantity.text.toLowerCase();
    if (word !== "1" && word !== "any" && word !== "all")
      throw new Fault(quantity.at, `"${quantity.text} of" is unknown; "1 of" and "all of" are known`);
    this.#next++;
    const pattern = this.#tokens[this.#next++];
    if (pattern === undefined || OPERATORS.has(pattern.text.toLowerCase())) {
      const message = `After "${quantity.text} of" comes "them" or a pattern such as "selection_*"`;
      throw new Fault(pattern?.at ?? this.#length, message);
    }
    const them = isWord(pattern, "them") ? "them" : pattern.text;
    return { kind: "quantified", quantity: word === "all" ? "all" : "1", pattern: them };
  }

  #takes(word: string): boolean {
    if (!isWord(this.#tokens[this.#next], word)) return false;
    this.#next++;
    return true;
  }
}

function isWord(token: ConditionToken | undefined, word: string): boolean {
  return token?.text.toLowerCase() === word;
}
