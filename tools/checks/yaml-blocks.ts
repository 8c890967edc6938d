import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLMap } from "yaml";
import type { Problem } from "./check.ts";

/** A text in a file of YAML, and where it stands. */
export interface Told {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

/** A map of YAML with the place of everything in it. */
export class Block {
  readonly map: YAMLMap;
  readonly at: (node: unknown) => { readonly file: string; readonly line: number };

  constructor(map: YAMLMap, at: Block["at"]) {
    this.map = map;
    this.at = at;
  }

  /** The texts of one key: of a list each, of a single value one, of nothing none. */
  all(key: string): readonly Told[] {
    return this.texts(this.map.get(key, true));
  }

  one(key: string): Told {
    return this.all(key)[0] ?? { text: "", ...this.at(this.map) };
  }

  block(key: string): Block | undefined {
    const inner = this.map.get(key, true);
    return isMap(inner) ? new Block(inner, this.at) : undefined;
  }

  texts(node: unknown): readonly Told[] {
    if (isSeq(node)) return node.items.flatMap((item) => this.texts(item));
    const text = isScalar(node) ? (node.source ?? "") : "";
    return text === "" ? [] : [{ text, ...this.at(node) }];
  }
}

/** The maps at the top of a file: its documents, or the items of a list. What is not YAML is a problem. */
export function blocksOf(text: string, file: string, problems: Problem[]): readonly Block[] {
  const lineCounter = new LineCounter();
  const at: Block["at"] = (node) => ({ file, line: lineCounter.linePos((node as Node).range?.[0] ?? 0).line });
  return [...parseAllDocuments(text, { lineCounter })].flatMap(({ contents, errors }) => {
    for (const error of errors)
      problems.push({ file, line: lineCounter.linePos(error.pos[0]).line, what: error.message });
    return (isSeq(contents) ? contents.items : [contents]).flatMap((map) => (isMap(map) ? [new Block(map, at)] : []));
  });
}
