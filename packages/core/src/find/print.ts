import { printPattern } from "./pattern.ts";
import type { FindNode, FindQuery } from "./query.ts";
import { printFindTime } from "./times.ts";

/** A query in the language again; reading it gives the same query. */
export function printFind({ since, until, where }: FindQuery): string {
  const times = [
    ...(since === undefined ? [] : [`since=${printFindTime(since)}`]),
    ...(until === undefined ? [] : [`until=${printFindTime(until)}`]),
  ];
  const text = printNode(where, "top");
  return [...times, ...(text === "" ? [] : [times.length > 0 && where.kind === "or" ? `(${text})` : text])].join(" ");
}

function printNode(node: FindNode, inside: "top" | "and" | "or" | "not"): string {
  switch (node.kind) {
    case "and":
    case "or": {
      const text = node.of.map((one) => printNode(one, node.kind)).join(node.kind === "and" ? " " : " or ");
      return inside === "top" && node.of.length !== 1 ? text : `(${text})`;
    }
    case "not":
      return `not ${printNode(node.of, "not")}`;
    case "compare":
      return `${node.field}${node.by}${node.to}`;
    case "is":
    case "holds": {
      const values = node.any.map(printPattern);
      const [only = '""'] = values;
      return `${node.field}${node.kind === "is" ? "=" : "~"}${values.length === 1 ? only : `(${values.join(", ")})`}`;
    }
  }
}
