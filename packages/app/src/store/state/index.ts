/**
 * What is remembered beside the events: how far each source was read, what is covered, findings with their revisions,
 * engine state, decisions, what waits to be sent, and the journal of everything done. SQLite on one machine,
 * PostgreSQL when that is outgrown; the same typed queries on both.
 */
export { countMinutes, coverageOf, learnCoverage, minutesOf, type SourceKey } from "./coverage.ts";
export { type Cursor, cursorOf, moveCursor } from "./cursors.ts";
export type { Database } from "./database.ts";
export { type ApiToken, authenticate, createToken, listTokens, type NewToken, revokeToken } from "./api-tokens.ts";
export {
  changedFindings,
  findingById,
  type FindingFilter,
  type FindingPlace,
  findingsSince,
  keepFinding,
  type KeptFinding,
  lastChange,
  listFindings,
  revisionsOf,
} from "./findings.ts";
export {
  createSuppression,
  endSuppression,
  isAbout,
  isSuppressed,
  listSuppressions,
  type NewSuppression,
  type Suppression,
} from "./suppressions.ts";
export {
  chainHash,
  type ChainedEntry,
  type ChainState,
  checkChain,
  entriesAbout,
  type Entry,
  firstBrokenLink,
  writeEntry,
} from "./journal.ts";
export { keepRefused } from "./refused-records.ts";
export { onDialect, openStateStore, type StateStore, type StateStoreAddress } from "./open.ts";
