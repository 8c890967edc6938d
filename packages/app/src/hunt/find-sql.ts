import {
  blockOf,
  findField,
  type FindNode,
  type FindPattern,
  type FindTerm,
  readCidr,
  recordPath,
} from "@nightlatch/core";
import { FIND_COLUMNS } from "./find-columns.ts";
import { dynamicNumber, dynamicText, recordValue, textNumber } from "./record-path.ts";

/** A condition over the table of events, its values apart. */
export interface FindSql {
  readonly where: string;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
}

/** What is looked for, as a condition. Says of every event what `matchesFind` says. */
export function findSql(node: FindNode): FindSql {
  const writer = new Writer();
  return { where: writer.node(node), params: writer.params };
}

class Writer {
  readonly params: Record<string, string | number | readonly string[]> = {};

  node(node: FindNode): string {
    switch (node.kind) {
      case "and":
      case "or": {
        const all = node.of.map((one) => this.node(one));
        if (all.length === 0) return node.kind === "and" ? "1" : "0";
        return `(${all.join(node.kind === "and" ? " AND " : " OR ")})`;
      }
      case "not":
        return `NOT ${this.node(node.of)}`;
      case "compare":
        return this.#compare(node);
      default:
        return this.#pattern(node);
    }
  }

  #compare({ field, by, to }: Extract<FindTerm, { kind: "compare" }>): string {
    const wanted = this.#param(to, "Float64");
    const holds = (number: string): string => `ifNull(${number} ${by} ${wanted}, 0)`;
    if (findField(field) !== undefined) return `(asn != 0 AND asn ${by} ${wanted})`;
    const value = recordValue(recordPath(field) ?? []);
    if (value.kind === "text") return holds(textNumber(value.sql));
    if (value.kind === "one") return holds(dynamicNumber(value.sql));
    return `arrayExists(v -> ${holds(dynamicNumber("v"))}, ${value.sql})`;
  }

  #pattern(term: Exclude<FindTerm, { kind: "compare" }>): string {
    const field = findField(term.field);
    if (field?.kind === "raw") return `(raw_form = 'text' AND ${this.#searched(term.any)})`;
    const test = (text: string): string => this.#tests(text, term, field?.kind === "address");
    if (field !== undefined) {
      const column = FIND_COLUMNS[field.name];
      if (column === undefined) return "0";
      if ("array" in column) return `arrayExists(v -> ${test("v")}, ${column.array})`;
      return any(column.texts.map(test));
    }
    const value = recordValue(recordPath(term.field) ?? []);
    if (value.kind === "text") return test(value.sql);
    if (value.kind === "one") return test(dynamicText(value.sql));
    return `arrayExists(v -> ${test("v")}, arrayMap(d -> ${dynamicText("d")}, ${value.sql}))`;
  }

  /** Whether a text is there and like one of the patterns. */
  #tests(text: string, { kind, any: patterns }: Exclude<FindTerm, { kind: "compare" }>, address: boolean): string {
    const lower = `lowerUTF8(${text})`;
    const whole: string[] = [];
    const others: string[] = [];
    for (const pattern of patterns) {
      const block = address && kind === "is" ? blockOf(pattern) : undefined;
      const literal = literalOf(pattern)?.toLowerCase();
      if (block !== undefined) others.push(this.#inBlock(text, block));
      else if (literal === undefined) others.push(`${lower} LIKE ${this.#like(pattern, kind === "holds")}`);
      else if (kind === "is") whole.push(literal);
      else others.push(`position(${lower}, ${this.#param(literal, "String")}) > 0`);
    }
    if (whole.length === 1) others.push(`${lower} = ${this.#param(whole[0] ?? "", "String")}`);
    if (whole.length > 1) others.push(`${lower} IN ${this.#param(whole, "Array(String)")}`);
    return `(${text} != '' AND ${any(others)})`;
  }

  /** In a whole record, only the letters A to Z are one with a to z. */
  #searched(patterns: readonly FindPattern[]): string {
    const lowered = patterns.map((pattern) =>
      pattern.map((part) => (typeof part === "string" ? asciiLower(part) : part)),
    );
    return any(
      lowered.map((pattern) => {
        const literal = literalOf(pattern);
        return literal === undefined
          ? `lower(raw) LIKE ${this.#param(likeOf(pattern, true), "String")}`
          : `position(lower(raw), ${this.#param(literal, "String")}) > 0`;
      }),
    );
  }

  #inBlock(text: string, block: string): string {
    const cidr = readCidr(block);
    if (cidr === undefined) return "0";
    const { bytes, bits } = cidr;
    const mapped = bytes.length === 4;
    const sixteen = mapped ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...bytes] : bytes;
    const prefix = mapped ? bits + 96 : bits;
    const ends = [0, 0xff].map((fill) =>
      sixteen.map((byte, n) => {
        const kept = Math.min(8, Math.max(0, prefix - n * 8));
        const mask = (0xff00 >> kept) & 0xff;
        return (byte & mask) | (fill & ~mask & 0xff);
      }),
    );
    const [from, to] = ends.map((end) => `toIPv6(${this.#param(written(end), "String")})`);
    // Leading zeros are read in two ways, so they are no address. An IPv4 address lies in no IPv6 block.
    const four = "toIPv6('::ffff:0.0.0.0') AND toIPv6('::ffff:255.255.255.255')";
    const parts = [
      `NOT match(${text}, '(^|[.:])0[0-9]+[.]|[.]0[0-9]+$')`,
      `toIPv6OrNull(${text}) BETWEEN ${from} AND ${to}`,
      ...(mapped ? [] : [`NOT toIPv6OrNull(${text}) BETWEEN ${four}`]),
    ];
    return `ifNull(${parts.join(" AND ")}, 0)`;
  }

  #like(pattern: FindPattern, within: boolean): string {
    const lower = pattern.map((part) => (typeof part === "string" ? part.toLowerCase() : part));
    return this.#param(likeOf(lower, within), "String");
  }

  #param(value: string | number | readonly string[], type: string): string {
    const name = `f${Object.keys(this.params).length}`;
    this.params[name] = value;
    return `{${name}:${type}}`;
  }
}

function any(conditions: readonly string[]): string {
  return conditions.length === 1 ? (conditions[0] ?? "0") : `(${conditions.join(" OR ")})`;
}

/** The text of a pattern without gaps. */
function literalOf(pattern: FindPattern): string | undefined {
  const [only = "", ...more] = pattern;
  return typeof only === "string" && more.length === 0 ? only : undefined;
}

function likeOf(pattern: FindPattern, within: boolean): string {
  const like = pattern.map((part) =>
    typeof part === "string" ? part.replaceAll(/[\\%_]/g, String.raw`\$&`) : part.gap === "*" ? "%" : "_",
  );
  return within ? `%${like.join("")}%` : like.join("");
}

function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Sixteen bytes as an IPv6 address. */
function written(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, n) =>
    ((bytes[n * 2] ?? 0) * 256 + (bytes[n * 2 + 1] ?? 0)).toString(16),
  );
  return groups.join(":");
}
