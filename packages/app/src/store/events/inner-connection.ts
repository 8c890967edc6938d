import type { ClickHouseClientConfigOptions } from "@clickhouse/client";
import { createChdbConnection } from "chdb/connection";

/**
 * A connection to the engine in this process. When a question fails half-way, chDB 26.7 gives the rows that it had
 * written with the answer of the next one: so questions wait for each other, as they do inside the engine anyway, and
 * behind one that failed the rest is fetched and thrown away.
 */
export function innerConnection(path: string): NonNullable<ClickHouseClientConfigOptions["connection"]> {
  const connection = createChdbConnection({ path });
  const ask = connection.query.bind(connection);
  let turn: Promise<unknown> = Promise.resolve();
  connection.query = (params) => {
    const mine = turn.then(async () => {
      try {
        return await ask(params);
      } catch (error) {
        await ask({ query: "SELECT 1", query_id: "" });
        throw error;
      }
    });
    turn = mine.catch(() => undefined);
    return mine;
  };
  // Two packages declare the same connection type, and the compiler keeps them apart.
  return connection as unknown as NonNullable<ClickHouseClientConfigOptions["connection"]>;
}
