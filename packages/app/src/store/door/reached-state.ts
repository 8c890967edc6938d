import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { Database, StateStore } from "../state/index.ts";
import type { Ask } from "./frames.ts";

/** The state store of another process: the same typed queries, carried as SQL. Its tables are that one's business. */
export function reachedState(ask: Ask, close: () => Promise<void>): StateStore {
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new CarryingDriver(ask),
      createIntrospector: (one) => new SqliteIntrospector(one),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  return {
    db,
    close: async () => {
      await db.destroy();
      await close();
    },
  };
}

/** One connection at a time, as SQLite has it; Kysely keeps the turns. */
class CarryingDriver implements Driver {
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(new CarryingConnection(this.#ask));
  }

  async beginTransaction(): Promise<void> {
    await this.#ask("begin", null);
  }

  async commitTransaction(): Promise<void> {
    await this.#ask("commit", null);
  }

  async rollbackTransaction(): Promise<void> {
    await this.#ask("rollback", null);
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    return Promise.resolve();
  }
}

class CarryingConnection implements DatabaseConnection {
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affected } = (await this.#ask("sql", { sql, parameters })) as {
      readonly rows: R[];
      readonly affected: string | null;
    };
    return affected === null ? { rows } : { rows, numAffectedRows: BigInt(affected) };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}
