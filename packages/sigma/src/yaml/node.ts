/**
 * A YAML document as rules need it: aliases resolved, scalars read by the core schema of YAML 1.2, and every node with
 * its offset in the text. A number keeps the way it was written, because rules compare text.
 */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: "map";
  readonly at: number;
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  /** Offset of the key. */
  readonly at: number;
  readonly value: YamlNode;
}

export interface YamlList {
  readonly kind: "list";
  readonly at: number;
  readonly items: readonly YamlNode[];
}

export type YamlScalar =
  | {
      readonly kind: "text";
      readonly at: number;
      readonly text: string;
      /** Offset of the first character of the text, when the text stands in the file exactly so. */
      readonly verbatimAt?: number;
    }
  /** `text` is as written; `decimal` has neither exponent nor superfluous zeros. */
  | { readonly kind: "number"; readonly at: number; readonly text: string; readonly decimal: string }
  | { readonly kind: "boolean"; readonly at: number; readonly text: string; readonly value: boolean }
  | { readonly kind: "null"; readonly at: number; readonly text: string };

/** The value of a key, or undefined. */
export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** Whether a node is neither a map nor a list. */
export function isScalar(node: YamlNode): node is YamlScalar {
  return node.kind !== "map" && node.kind !== "list";
}

/** What a node is, in words for messages; long texts are cut. */
export function shownNode(node: YamlNode): string {
  switch (node.kind) {
    case "map":
      return "a map";
    case "list":
      return "a list";
    case "null":
      return "null";
    case "text":
      return shown(node.text);
    default:
      return node.text;
  }
}

/** A text in quotes, cut when it is long. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
