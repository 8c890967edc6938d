/** The peer of a hunt: DuckDB over the raw JSON file, with the conditions that the rules give for our own table. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Rule, type SqlField, sqlOfRules, type SqlTable } from "@nightlatch/sigma";
import { PLAIN_PATHS } from "../packages/app/src/store/events/plain-paths.ts";

const PACKAGE = "@duckdb/node-api";

/** The part of DuckDB's interface that is used here. */
interface DuckDb {
  readonly version: () => string;
  readonly DuckDBInstance: { readonly create: () => Promise<{ readonly connect: () => Promise<Connection> }> };
}

interface Connection {
  readonly runAndReadAll: (sql: string) => Promise<{ readonly getRows: () => readonly (readonly unknown[])[] }>;
}

/** What DuckDB took to find the events. */
interface Asked {
  readonly seconds: number;
  /** Seconds of processor time. */
  readonly processor: number;
  readonly found: number;
  readonly version: string;
}

/** Asks DuckDB; or says why it could not be asked. */
export async function duckDbHunt(logs: readonly string[], rules: readonly Rule[]): Promise<Asked | string> {
  const folder = mkdtempSync(join(tmpdir(), "nightlatch-duckdb-"));
  try {
    const got = spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, PACKAGE], {
      encoding: "utf8",
      timeout: 180_000,
    });
    if (got.status !== 0) return `${PACKAGE} could not be fetched (${(got.stderr ?? "").split("\n")[0] ?? ""})`;
    const duckDb = createRequire(join(folder, "bench.cjs"))(PACKAGE) as DuckDb;
    const connection = await (await duckDb.DuckDBInstance.create()).connect();
    const sql = statementFor(logs, rules);
    const before = process.cpuUsage();
    const started = performance.now();
    const rows = (await connection.runAndReadAll(sql)).getRows();
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    return { seconds, processor: (user + system) / 1e6, found: rows.length, version: duckDb.version() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The columns that the conditions need are declared, which is the quickest way to read JSON with DuckDB. */
function statementFor(logs: readonly string[], rules: readonly Rule[]): string {
  const used = new Set<string>();
  const { where, params } = sqlOfRules(rules, tableFor(used));
  const condition = inDuckDb(
    where.replaceAll(/\{(\w+):[^}]+\}/g, (_, name: string) => {
      const value = params[name] ?? "";
      if (typeof value === "number") return String(value);
      return typeof value === "string" ? quoted(value) : `(${value.map(quoted).join(", ")})`;
    }),
  );
  const columns = Object.entries(typesOf(["uuid", ...used])).map(([name, type]) => `${name}: ${quoted(type)}`);
  return `SELECT uuid FROM read_ndjson([${logs.map(quoted).join(", ")}], columns = {${columns.join(", ")}}, maximum_object_size = 16777216) WHERE ${condition}`;
}

/** The log's own form; what is read of it is noted in `used`. */
function tableFor(used: Set<string>): SqlTable {
  const paths = [
    ...[...PLAIN_PATHS.moments, ...PLAIN_PATHS.words].map((path) => [path, true] as const),
    ...PLAIN_PATHS.texts.map((path) => [path, false] as const),
  ];
  const fields = new Map(
    paths.map(([path, ascii]) => [path.replace("[]", "").toLowerCase(), { path, field: { ...fieldAt(path), ascii } }]),
  );
  return {
    field: (name) => {
      const found = fields.get(name.toLowerCase());
      if (found !== undefined) used.add(found.path);
      return found?.field;
    },
    plain: "1",
    pivot: "eventType",
  };
}

function fieldAt(path: string): SqlField {
  const [list, member] = path.split("[].");
  if (list !== undefined && member !== undefined)
    return { sql: `list_transform(coalesce(${list}, []), lambda m: coalesce(m.${member}, ''))`, many: true };
  const time = path === "published" ? { time: "CAST(published AS TIMESTAMP)" } : {};
  return { sql: `coalesce(${path}, '')`, filled: `isNotNull(${path})`, ...time };
}

/** The functions of the one dialect by those of the other. */
function inDuckDb(sql: string): string {
  return existsIn(sql)
    .replaceAll(/\bstartsWith\(/g, "starts_with(")
    .replaceAll(/\bendsWith\(/g, "ends_with(")
    .replaceAll(/\bposition\(/g, "strpos(")
    .replaceAll(/\blength\(/g, "strlen(")
    .replaceAll(/\blengthUTF8\(/g, "length(")
    .replaceAll(/\bmatch\(/g, "regexp_matches(")
    .replaceAll(/\btoHour\(/g, "hour(")
    .replaceAll(/\bisNotNull\(([\w.]+)\)/g, "($1 IS NOT NULL)")
    .replaceAll(/( LIKE '(?:[^']|'')*')/g, String.raw`$1 ESCAPE '\'`);
}

/** `arrayExists(x -> condition, list)` as `len(list_filter(list, lambda x: condition)) > 0`. */
function existsIn(sql: string): string {
  const begin = /arrayExists\((\w) -> /g;
  const last = [...sql.matchAll(begin)].at(-1);
  if (last === undefined) return sql;
  const from = last.index + last[0].length;
  let depth = 0;
  let comma = 0;
  let end = from;
  for (let text = false; depth >= 0; end++) {
    const char = sql[end];
    if (char === "'") text = !text;
    if (text) continue;
    if (char === "(") depth++;
    if (char === ")") depth--;
    if (char === "," && depth === 0 && comma === 0) comma = end;
  }
  const [condition, list] = [sql.slice(from, comma), sql.slice(comma + 1, end - 1)];
  const filtered = `len(list_filter(${list}, lambda ${last[1] ?? "x"}: ${condition})) > 0`;
  return existsIn(`${sql.slice(0, last.index)}${filtered}${sql.slice(end)}`);
}

/** Types of top-level columns that hold the paths. */
function typesOf(paths: readonly string[]): Readonly<Record<string, string>> {
  const below = new Map<string, string[]>();
  for (const path of new Set(paths)) {
    const dot = path.indexOf(".");
    const head = dot < 0 ? path : path.slice(0, dot);
    below.set(head, [...(below.get(head) ?? []), ...(dot < 0 ? [] : [path.slice(dot + 1)])]);
  }
  return Object.fromEntries(
    [...below].map(([head, inner]) => {
      const members = Object.entries(typesOf(inner)).map(([name, type]) => `${name} ${type}`);
      const type = members.length === 0 ? "VARCHAR" : `STRUCT(${members.join(", ")})`;
      return [head.replace("[]", ""), head.endsWith("[]") ? `${type}[]` : type];
    }),
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
