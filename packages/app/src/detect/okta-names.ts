import { readFile } from "node:fs/promises";
import { nearName } from "@nightlatch/core";
import type { CorrelationRule, Expression, Rule, TextPart } from "@nightlatch/sigma";
import { contentPath } from "../content.ts";
import { OKTA_SPELLINGS } from "./okta-log.ts";

/** What Okta calls its event types and fields, as `content/fields` lists them. */
export interface OktaNames {
  readonly types: readonly string[];
  /** Paths without indices; one that ends with `.*` holds any key. */
  readonly fields: readonly string[];
}

/** A name in a rule that Okta's log does not have. */
export interface StrangeName {
  readonly kind: "event type" | "field";
  readonly name: string;
  /** What was probably meant. */
  readonly near: string | undefined;
}

/** Reads the names that come with Nightlatch. */
export async function readOktaNames(): Promise<OktaNames> {
  const lines = async (name: string): Promise<readonly string[]> =>
    (await readFile(contentPath(`fields/${name}`), "utf8"))
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
  return { types: await lines("okta-event-types.txt"), fields: await lines("okta-fields.txt") };
}

/** Looks up the names in rules, in any case. */
export class NameCheck {
  readonly #names: OktaNames;
  readonly #types: ReadonlySet<string>;
  readonly #fields: ReadonlySet<string>;
  readonly #open: readonly string[];

  constructor(names: OktaNames) {
    this.#names = names;
    this.#types = new Set(names.types.map((type) => type.toLowerCase()));
    const fields = [...names.fields, ...OKTA_SPELLINGS].map((field) => field.toLowerCase());
    // A path is known with everything above it.
    this.#fields = new Set(
      fields.flatMap((field) => field.split(".").map((_, n, all) => all.slice(0, n + 1).join("."))),
    );
    this.#open = fields.filter((field) => field.endsWith(".*")).map((field) => field.slice(0, -1));
  }

  /** The names in a rule on Okta's log that the log does not have; `aliases` are those of every correlation. */
  strangeIn(rule: Rule | CorrelationRule, aliases: ReadonlySet<string>): readonly StrangeName[] {
    if (rule.kind === "rule") return this.#inExpression(rule.expression, "");
    const aliased = [...rule.aliases.values()].flatMap((byRule) => [...byRule.values()]);
    const fields = [...rule.groupBy, ...rule.fields, ...aliased].filter((field) => !aliases.has(field));
    return fields.flatMap((field) => this.#field(field));
  }

  #inExpression(expression: Expression, prefix: string): readonly StrangeName[] {
    switch (expression.kind) {
      case "and":
      case "or":
        return expression.of.flatMap((inner) => this.#inExpression(inner, prefix));
      case "not":
        return this.#inExpression(expression.of, prefix);
      case "members":
        return [
          ...this.#field(prefix + expression.field),
          ...this.#inExpression(expression.of, `${prefix}${expression.field}.`),
        ];
      case "field": {
        if (expression.field === ".") return [];
        const field = prefix + expression.field;
        const { test } = expression;
        const types = field.toLowerCase() === "eventtype" && test.kind === "text" ? this.#type(test.parts) : [];
        return [...this.#field(field), ...types];
      }
      case "constant":
      case "keyword":
        return [];
    }
  }

  #field(written: string): readonly StrangeName[] {
    const field = written.toLowerCase();
    if (this.#fields.has(field) || this.#open.some((place) => field.startsWith(place))) return [];
    const near = nearName(written, this.#names.fields);
    // Okta adds keys there from one month to the next; what resembles no other may be one of them.
    if (near === undefined && field.startsWith("debugcontext.debugdata.")) return [];
    return [{ kind: "field", name: written, near }];
  }

  #type(parts: readonly TextPart[]): readonly StrangeName[] {
    const [first = ""] = parts;
    if (parts.length === 1 && typeof first === "string") {
      if (this.#types.has(first.toLowerCase())) return [];
      return [{ kind: "event type", name: first, near: nearName(first, this.#names.types) }];
    }
    const pattern = new RegExp(`^${parts.map(sourceOf).join("")}$`, "is");
    if (this.#names.types.some((type) => pattern.test(type))) return [];
    const name = parts.map((part) => (typeof part === "string" ? part : part.wild === "any" ? "*" : "?")).join("");
    return [{ kind: "event type", name, near: undefined }];
  }
}

function sourceOf(part: TextPart): string {
  if (typeof part === "string") return part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return part.wild === "any" ? ".*" : ".";
}
