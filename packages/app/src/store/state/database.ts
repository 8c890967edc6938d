import type { Generated } from "kysely";

/**
 * Everything that is remembered beside the events. Times are milliseconds UTC; JSON is text, so that both engines keep
 * it byte for byte. Each table group has a file that alone reads and writes it.
 */
export interface Database {
  cursor: CursorTable;
  coverage_minute: CoverageMinuteTable;
  coverage_span: CoverageSpanTable;
  refused_record: RefusedRecordTable;
  finding: FindingTable;
  finding_revision: FindingRevisionTable;
  counter: CounterTable;
  snapshot: SnapshotTable;
  suppression: SuppressionTable;
  journal: JournalTable;
  outbox: OutboxTable;
  api_token: ApiTokenTable;
  lease: LeaseTable;
  signal_stream: SignalStreamTable;
  signal_set: SignalSetTable;
  signal_seen: SignalSeenTable;
}

/** How far a source was read: what it gave to go on from. */
export interface CursorTable {
  tenant: string;
  source: string;
  cursor: string;
  updated: number;
}

/** Events that arrived for a minute of event time. */
export interface CoverageMinuteTable {
  tenant: string;
  source: string;
  /** Minutes since 1970. */
  minute: number;
  events: number;
  late: number;
}

/** A stretch of event time of which something is known: `complete`, or `gap`. Half open, in milliseconds. */
export interface CoverageSpanTable {
  tenant: string;
  source: string;
  from_ms: number;
  until_ms: number;
  state: string;
  reason: string;
  known_at: number;
}

/** A record that was no event: kept, because it may be the one that counts. */
export interface RefusedRecordTable {
  /** Hash of tenant, source and bytes, so that the same record is kept once. */
  id: string;
  tenant: string;
  source: string;
  at: number;
  code: string;
  reason: string;
  /** Base64. */
  raw: string;
}

export interface FindingTable {
  tenant: string;
  id: string;
  revision: number;
  rule: string;
  severity: string;
  first_ms: number;
  last_ms: number;
  body: string;
  created: number;
  updated: number;
  /** Number of the finding's last change in the order of all changes: what a reader goes on from. */
  change: number;
}

/** Every state a finding was ever in: what was known when. */
export interface FindingRevisionTable {
  tenant: string;
  id: string;
  revision: number;
  body: string;
  at: number;
}

/** Numbers that are given out in the order in which what they stand for becomes visible. */
export interface CounterTable {
  name: string;
  value: number;
}

/** State of an engine, and the last event in it. */
export interface SnapshotTable {
  name: string;
  time: number;
  uid: string;
  body: string;
  at: number;
}

export interface SuppressionTable {
  id: string;
  tenant: string;
  rule: string;
  entity: string;
  who: string;
  why: string;
  /** 0: without end. */
  until: number;
  created: number;
}

/** A chain: each row's hash covers the row before it. */
export interface JournalTable {
  seq: Generated<number>;
  at: number;
  who: string;
  kind: string;
  /** What the entry is about, such as the id of a case; `""` for none. */
  subject: string;
  body: string;
  previous: string;
  hash: string;
}

/** What has to reach somebody outside, until it did. */
export interface OutboxTable {
  id: string;
  output: string;
  tenant: string;
  finding: string;
  revision: number;
  body: string;
  attempts: number;
  next_at: number;
  /** `waiting`, `sent` or `dead`. */
  state: string;
  error: string;
  created: number;
}

export interface ApiTokenTable {
  id: string;
  name: string;
  /** SHA-256 of the secret: it has 256 bits of chance in it, so nothing slower is needed. */
  hash: string;
  scopes: string;
  created: number;
  expires: number;
  revoked: number;
  used: number;
}

/** A right that one at a time has, until a moment. */
export interface LeaseTable {
  name: string;
  holder: string;
  until: number;
}

/** A stream of signed events to somebody outside; `body` is what its receiver sees of it. */
export interface SignalStreamTable {
  id: string;
  body: string;
  /** `enabled`, `paused` or `disabled`. */
  status: string;
  reason: string;
  /** When its receiver last asked for a verification. */
  verified: number;
  /** Id of the API token that made it; `""` when it stands in the configuration. */
  owner: string;
  /** `okta` where the subject has to stand inside the event, else `""`. */
  form: string;
  /** The authorization header that its receiver wants, sealed; `""` for none. */
  secret: string;
  created: number;
}

/** A signed event on its way into a stream, until it was acknowledged; then its token is forgotten. */
export interface SignalSetTable {
  jti: string;
  stream: string;
  token: string;
  attempts: number;
  next_at: number;
  /** `waiting`, `sent` or `dead`. */
  state: string;
  error: string;
  created: number;
}

/** A signed event of somebody else that was taken: hash of issuer and jti. */
export interface SignalSeenTable {
  id: string;
  at: number;
}
