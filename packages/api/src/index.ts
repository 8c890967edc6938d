/**
 * The contract with outsiders over HTTP, and a client that keeps to it: every route as data (what goes in, what comes
 * out, which token it needs, how it can refuse), the codes of refusals, and the OpenAPI document made from them. No code
 * of the server is here; both sides are held to the same data.
 */
export {
  approveActions,
  askCase,
  askScope,
  type CaseDocument,
  type CaseEntryRequest,
  containCase,
  ledgerOfCase,
  listCases,
  openCase,
  planCase,
  readCase,
  reportCase,
  scopeOfCase,
  undoAction,
  verifyJournal,
  writeCase,
} from "./areas/cases.ts";
export { type Coverage, type CoverageMinutes, type CoverageQuery, getCoverage, getMinutes } from "./areas/coverage.ts";
export {
  type EventQuery,
  type EventRecord,
  type EventsOfUids,
  findEvents,
  getEvent,
  lookUpEvents,
} from "./areas/events.ts";
export type { Finding, FindingStory } from "./areas/finding.ts";
export {
  type FindingPage,
  type FindingQuery,
  type FindingRevision,
  type FindingState,
  type FindingStreamQuery,
  getFinding,
  listFindings,
  listRevisions,
  streamFindings,
} from "./areas/findings.ts";
export { deliverHook, type HookAddress, verifyHook } from "./areas/hooks.ts";
export { type DeadLetter, listDeadLetters, reviveDeadLetters } from "./areas/outbox.ts";
export { health, metrics, openapi, readiness } from "./areas/service.ts";
export {
  createStream,
  type DeadSignal,
  deleteStream,
  listDeadSignals,
  pollStream,
  readStreams,
  readStreamStatus,
  receiveSignal,
  replaceStream,
  reviveDeadSignals,
  setStreamStatus,
  signalKeys,
  signalMetadata,
  type SignalPoll,
  type SignalStream,
  type SignalStreamName,
  type SignalStreamRequest,
  type SignalStreamStatus,
  updateStream,
  verifyStream,
} from "./areas/signals.ts";
export { listSources, type SourceState } from "./areas/sources.ts";
export {
  createSuppression,
  endSuppression,
  listSuppressions,
  type NewSuppression,
  type Suppression,
  type SuppressionQuery,
} from "./areas/suppressions.ts";
export {
  createToken,
  isTokenScope,
  listTokens,
  type MadeToken,
  type NewToken,
  revokeToken,
  type Token,
  type TokenScope,
} from "./areas/tokens.ts";
export { ApiError } from "./client/api-error.ts";
export { type CallOptions, Client, type ClientOptions, type FollowedFinding } from "./client/client.ts";
export type { Page, PageQuery } from "./contract/page.ts";
export { type Problem, problem, type ProblemCode, type ProblemPlace, PROBLEMS } from "./contract/problem.ts";
export { type AnyRoute, type Area, asksInAddress, type InputForm, type Route, type Scope } from "./contract/route.ts";
export type { Severity } from "./contract/values.ts";
export { namesInPath, openapiDocument, problemsOf } from "./document.ts";
export { ROUTES } from "./routes.ts";
