/**
 * Rules as conditions in SQL (ClickHouse), to find in a table of stored events the few that a rule could match.
 *
 * A table cannot hold everything that a rule may ask, so a condition is never stronger than its rule, and says when it
 * is the same. Whoever asks has the engine decide on what is found, and comes to the engine's answer over everything.
 */
export {
  type CorrelationNeed,
  type CorrelationSql,
  type CorrelationSqlOptions,
  sqlOfCorrelations,
} from "./of-correlations.ts";
export { type SqlCondition, sqlOfRules } from "./of-rules.ts";
export type { SqlEvents, SqlField, SqlTable } from "./table.ts";
