import { getCoverage, getMinutes } from "./areas/coverage.ts";
import { findEvents, getEvent, lookUpEvents } from "./areas/events.ts";
import { getFinding, listFindings, listRevisions, streamFindings } from "./areas/findings.ts";
import { deliverHook, verifyHook } from "./areas/hooks.ts";
import { listDeadLetters, reviveDeadLetters } from "./areas/outbox.ts";
import { health, metrics, openapi, readiness } from "./areas/service.ts";
import {
  createStream,
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
  updateStream,
  verifyStream,
} from "./areas/signals.ts";
import { listSources } from "./areas/sources.ts";
import { createSuppression, endSuppression, listSuppressions } from "./areas/suppressions.ts";
import { createToken, listTokens, revokeToken } from "./areas/tokens.ts";
import type { AnyRoute } from "./contract/route.ts";

/** Everything that the interface has. A fixed path stands before one with a name in the same place. */
export const ROUTES: readonly AnyRoute[] = [
  listFindings,
  streamFindings,
  getFinding,
  listRevisions,
  findEvents,
  getEvent,
  lookUpEvents,
  getCoverage,
  getMinutes,
  listSources,
  listDeadLetters,
  reviveDeadLetters,
  listSuppressions,
  createSuppression,
  endSuppression,
  listTokens,
  createToken,
  revokeToken,
  verifyHook,
  deliverHook,
  signalMetadata,
  signalKeys,
  createStream,
  readStreams,
  updateStream,
  replaceStream,
  deleteStream,
  readStreamStatus,
  setStreamStatus,
  verifyStream,
  pollStream,
  receiveSignal,
  listDeadSignals,
  reviveDeadSignals,
  health,
  readiness,
  metrics,
  openapi,
];
