import { isMap, isSeq, type Node } from "yaml";
import type { Tree } from "../source/tree.ts";
import type { Problem } from "./check.ts";
import { type Block, blocksOf, type Told } from "./yaml-blocks.ts";

/** An event type that a rule asks for: a whole name, or a part of one as its modifiers say. */
export interface AskedType extends Told {
  readonly part: "all" | "start" | "end" | "inside";
}

/** What the checks have to know of one document of `content/rules`. */
export interface ContentRule {
  readonly name: Told;
  readonly id: Told;
  /** Of a correlation: that of the first rule it refers to. */
  readonly product: string;
  readonly fields: readonly Told[];
  readonly types: readonly AskedType[];
  readonly placeholders: readonly string[];
  readonly covers: readonly Told[];
  readonly advice: readonly Told[];
  readonly expires: string;
  readonly matching: number;
  readonly sparing: number;
}

type Written = Omit<ContentRule, "product"> & { readonly product: string | undefined; readonly refers: string };

/** Events in tests stand on one line and are JSON; what they say is no business of these checks, and long. */
const EVENT = /^(?<head> *(?:- )?(?:event: )?)\{.*\}$/gm;

/** Reads every rule of `content/rules`; what is not YAML is a problem. */
export function contentRules(tree: Tree): {
  readonly rules: readonly ContentRule[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const written = tree.files
    .filter((file) => /^content\/rules\/.*\.ya?ml$/.test(file))
    .flatMap((file) => blocksOf(tree.read(file).replaceAll(EVENT, "$<head>0"), file, problems).map(ruleOf));
  const byName = new Map(written.map((rule) => [rule.name.text, rule]));
  const productOf = (rule: Written, far = 0): string => {
    const inner = byName.get(rule.refers);
    return rule.product ?? (inner === undefined || far > 9 ? "" : productOf(inner, far + 1));
  };
  return { rules: written.map((rule) => ({ ...rule, product: productOf(rule) })), problems };
}

function ruleOf(rule: Block): Written {
  const asked = new Asked(rule);
  const detection = rule.block("detection");
  for (const { key, value } of detection?.map.items ?? [])
    if (String(key) !== "condition") asked.read(value as Node | null, "");
  const correlation = rule.block("correlation");
  if (correlation !== undefined) asked.correlation(correlation);
  const tests = rule.block("tests");
  const count = (side: string): number => {
    const list = tests?.map.get(side, true);
    return isSeq(list) ? list.items.length : 0;
  };
  return {
    name: rule.one("name"),
    id: rule.one("id"),
    product: rule.block("logsource")?.one("product").text,
    refers: correlation?.one("rules").text ?? "",
    fields: [...asked.fields, ...rule.all("fields")],
    types: asked.types,
    placeholders: asked.placeholders,
    covers: rule.all("covers"),
    advice: rule.all("advice"),
    expires: rule.one("expires").text,
    matching: count("positive"),
    sparing: count("negative"),
  };
}

/** What the selections and the correlation of a rule ask for. */
class Asked {
  readonly fields: Told[] = [];
  readonly types: AskedType[] = [];
  readonly placeholders: string[] = [];
  readonly #rule: Block;

  constructor(rule: Block) {
    this.#rule = rule;
  }

  read(node: Node | null, prefix: string): void {
    if (isSeq(node)) for (const item of node.items) this.read(item as Node, prefix);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      const [written = "", ...modifiers] = String(key).split("|");
      const field = prefix + written.replace(/\[\w+\]$/, "");
      if (field !== "") this.fields.push({ text: field, ...this.#rule.at(key) });
      if (written.endsWith("]")) this.read(value as Node, `${field}.`);
      else this.#values(field, modifiers, this.#rule.texts(value));
    }
  }

  correlation(block: Block): void {
    const aliases = block.block("aliases");
    const names = (aliases?.map.items ?? []).map(({ key }) => String(key));
    const meant = names
      .flatMap((name) => aliases?.block(name)?.map.items ?? [])
      .flatMap(({ value }) => block.texts(value));
    const asked = [...meant, ...block.all("group-by"), ...(block.block("condition")?.all("field") ?? [])];
    this.fields.push(...asked.filter(({ text }) => !names.includes(text)));
  }

  #values(field: string, modifiers: readonly string[], values: readonly Told[]): void {
    if (modifiers.includes("fieldref")) this.fields.push(...values);
    if (modifiers.includes("expand"))
      this.placeholders.push(...values.flatMap(({ text }) => /^%(.*)%$/.exec(text)?.[1] ?? []));
    else if (field === "eventType" && !modifiers.some((one) => one === "re" || one === "exists"))
      this.types.push(...values.map((value) => ({ ...value, part: partOf(modifiers) })));
  }
}

function partOf(modifiers: readonly string[]): AskedType["part"] {
  if (modifiers.includes("startswith")) return "start";
  if (modifiers.includes("endswith")) return "end";
  return modifiers.includes("contains") ? "inside" : "all";
}
