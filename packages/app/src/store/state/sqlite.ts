import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";
import { StoreError } from "../store-error.ts";
import { storeFull } from "../store-full.ts";

/**
 * SQLite in a file, for one process at a time: write-ahead log, every commit on the disk before it counts.
 * Throws a StoreError `NL-STORE-LOCKED` when another process has it open.
 */
export function sqliteDialect(folder: string): SqliteDialect {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const holder = join(folder, "state.pid");
  const database = new DatabaseSync(join(folder, "state.sqlite"));
  try {
    // Exclusive: the lock is the operating system's, so it dies with the process and never has to be cleaned up.
    database.exec("PRAGMA busy_timeout = 300; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; BEGIN EXCLUSIVE; COMMIT");
  } catch (error) {
    database.close();
    if (!/locked|busy/i.test(String(error))) throw error;
    throw new StoreError(
      "NL-STORE-LOCKED",
      `The data folder "${folder}" is in use by another process${pidIn(holder)}. Ask that one through its HTTP interface, stop it, or choose another folder with --data`,
      { cause: error },
    );
  }
  writeFileSync(holder, String(process.pid));
  return new SqliteDialect({ database: new Adapter(database) });
}

function pidIn(file: string): string {
  try {
    return ` (process ${readFileSync(file, "utf8")})`;
  } catch {
    return "";
  }
}

/** Node's SQLite in the shape that Kysely asks for. */
class Adapter implements SqliteDatabase {
  readonly #database: DatabaseSync;
  /** Statements that were prepared, by their text: few texts are asked again and again. */
  readonly #prepared = new Map<string, SqliteStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  close(): void {
    this.#database.close();
  }

  prepare(text: string): SqliteStatement {
    const database = this.#database;
    // When the disk is full the engine itself takes the transaction back; the reason of that must not be lost.
    if (text === "rollback" && !database.isTransaction) return NOTHING;
    const before = this.#prepared.get(text);
    if (before !== undefined) return before;
    const statement = database.prepare(text);
    const prepared: SqliteStatement = {
      reader: statement.columns().length > 0,
      all: (parameters) => withRoom(() => statement.all(...(parameters as SQLInputValue[]))),
      run: (parameters) => withRoom(() => statement.run(...(parameters as SQLInputValue[]))),
      iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
    };
    if (this.#prepared.size >= MOST_PREPARED) this.#prepared.clear();
    if (text.length <= LONGEST_PREPARED) this.#prepared.set(text, prepared);
    return prepared;
  }
}

const MOST_PREPARED = 500;
const LONGEST_PREPARED = 4096;
const NOTHING: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

function withRoom<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeFull(error) ?? error;
  }
}
