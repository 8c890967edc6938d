import type { Transaction } from "kysely";
import type { Database } from "./database.ts";

/**
 * The next number of a series, from 1. Whoever takes one holds the series until the transaction ends, so that numbers
 * become visible in their order: a reader who saw one never misses a smaller one that comes later.
 */
export async function nextNumber(db: Transaction<Database>, name: string): Promise<number> {
  const { value } = await db
    .insertInto("counter")
    .values({ name, value: 1 })
    .onConflict((conflict) => conflict.column("name").doUpdateSet((eb) => ({ value: eb("counter.value", "+", 1) })))
    .returning("value")
    .executeTakeFirstOrThrow();
  return value;
}
