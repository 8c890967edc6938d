import type { YamlNode } from "./node.ts";

/** A node as plain data. A key is always an own property, whatever its name. */
export function plainData(node: YamlNode): unknown {
  switch (node.kind) {
    case "map": {
      const data: Record<string, unknown> = {};
      for (const { key, value } of node.entries)
        Object.defineProperty(data, key, {
          value: plainData(value),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      return data;
    }
    case "list":
      return node.items.map(plainData);
    case "null":
      return null;
    case "boolean":
      return node.value;
    case "number":
      return Number(node.decimal);
    case "text":
      return node.text;
  }
}
