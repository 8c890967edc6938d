import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { LoadLimits } from "../load/load-limits.ts";
import type { ProblemLog } from "../rule/problem-log.ts";
import { shown, type YamlEntry, type YamlNode } from "./node.ts";
import { resolvePlain } from "./scalar.ts";

/** A tag that changes nothing about a text, map or list. */
const HARMLESS_TAGS = /^(?:!|tag:yaml\.org,2002:(?:str|map|seq))$/;

/** The contents of a document; null when it has an error, which is reported. */
export function readNode(
  document: Document.Parsed,
  text: string,
  context: { readonly log: ProblemLog; readonly limits: LoadLimits },
): YamlNode | null {
  const reader = new NodeReader(text, context);
  const root = document.contents === null ? null : reader.read(document.contents, 0);
  return context.log.failed ? null : root;
}

class NodeReader {
  readonly #text: string;
  readonly #log: ProblemLog;
  readonly #limits: LoadLimits;
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;

  constructor(text: string, { log, limits }: { readonly log: ProblemLog; readonly limits: LoadLimits }) {
    this.#text = text;
    this.#log = log;
    this.#limits = limits;
  }

  read(node: Node, depth: number): YamlNode | null {
    const at = startOf(node);
    if (this.#nodes > this.#limits.maxNodes) return null;
    if (++this.#nodes > this.#limits.maxNodes) {
      const message = `The document has more than ${this.#limits.maxNodes} nodes, aliases counted as often as used`;
      return this.#log.error(at, "NL-SIGMA-LIMIT", message);
    }
    if (depth > this.#limits.maxDepth) {
      const message = `Maps and lists are nested more than ${this.#limits.maxDepth} deep`;
      return this.#log.error(at, "NL-SIGMA-LIMIT", message);
    }
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target !== undefined) return this.read(target, depth + 1);
      return this.#log.error(at, "NL-SIGMA-YAML", `The alias *${node.source} has no anchor before it`);
    }
    if ("anchor" in node && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (node.tag !== undefined && !HARMLESS_TAGS.test(node.tag))
      return this.#log.error(at, "NL-SIGMA-YAML", `The tag ${shown(node.tag)} is of no use here; leave it out`);
    if (isMap(node)) return this.#map(node, at, depth);
    if (isSeq(node)) return this.#list(node, at, depth);
    return isScalar(node) ? this.#scalar(node, at) : null;
  }

  #map(map: YAMLMap, at: number, depth: number): YamlNode {
    const entries: YamlEntry[] = [];
    const keys = new Set<string>();
    for (const pair of map.items) {
      if (this.#log.full) break;
      const keyNode = pair.key as Node | null;
      const keyAt = keyNode === null ? at : startOf(keyNode);
      const key = keyNode === null ? null : this.read(keyNode, depth + 1);
      const value =
        pair.value === null
          ? ({ kind: "null", at: keyAt, text: "" } as const)
          : this.read(pair.value as Node, depth + 1);
      if (key === null || value === null) {
        if (keyNode === null) this.#log.error(keyAt, "NL-SIGMA-YAML", "A map has an entry without a key");
      } else if (key.kind === "map" || key.kind === "list") {
        this.#log.error(keyAt, "NL-SIGMA-YAML", `A key is a ${key.kind}; a text is wanted`);
      } else if (key.text === "<<") {
        this.#log.error(keyAt, "NL-SIGMA-YAML", "Merge keys (`<<`) are not of YAML 1.2; write the entries out");
      } else if (keys.has(key.text)) {
        const message = `The key ${shown(key.text)} stands twice in this map, and only one of them would count`;
        this.#log.error(keyAt, "NL-SIGMA-YAML", message);
      } else {
        keys.add(key.text);
        entries.push({ key: key.text, at: keyAt, value });
      }
    }
    return { kind: "map", at, entries };
  }

  #list(list: YAMLSeq, at: number, depth: number): YamlNode {
    const items: YamlNode[] = [];
    for (const item of list.items as (Node | null)[]) {
      const read = item === null ? ({ kind: "null", at, text: "" } as const) : this.read(item, depth + 1);
      if (read !== null) items.push(read);
    }
    return { kind: "list", at, items };
  }

  #scalar(node: Scalar, at: number): YamlNode {
    const text = typeof node.value === "string" ? node.value : "";
    const quote = node.type === "QUOTE_SINGLE" || node.type === "QUOTE_DOUBLE" ? 1 : 0;
    const verbatimAt = this.#text.startsWith(text, at + quote) ? at + quote : undefined;
    if (node.type === "PLAIN" && node.tag === undefined) return resolvePlain(text, at, verbatimAt);
    return { kind: "text", at, text, ...(verbatimAt !== undefined && { verbatimAt }) };
  }
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
