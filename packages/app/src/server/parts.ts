import type { LookParts } from "../cases/index.ts";
import type { Outbox } from "../notify/index.ts";
import type { Responder } from "../respond/index.ts";
import type { Inbox, Transmitter } from "../signals/index.ts";
import type { EventStore } from "../store/events/index.ts";
import type { StateStore } from "../store/state/index.ts";
import type { WatchState } from "../watch/index.ts";
import type { Metrics } from "./metrics/metrics.ts";
import type { Tracer } from "./metrics/tracer.ts";

/** What the server is made of; it owns none of it. */
export interface ServerParts {
  readonly state: StateStore;
  readonly events: EventStore;
  readonly outbox: Pick<Outbox, "deadLetters" | "revive">;
  /** How each source stands. */
  readonly sources: () => readonly WatchState[];
  /** Takes in what a tenant's hook delivered. The answer to the hook does not wait for it. */
  readonly hook: (tenant: string, bytes: Uint8Array) => Promise<void>;
  /** The key that is configured for a tenant's hook. */
  readonly hookKey: (tenant: string) => string | undefined;
  /** Is to call back whenever findings may have changed; answers how to stop that. */
  readonly onFindings: (listener: () => void) => () => void;
  /** Responds in a tenant. Throws RespondError NL-RESPOND-NO-SOURCE, ConfigError, or what a playbook is wrong with. */
  readonly responder?: (tenant: string) => Promise<Responder>;
  /** Ports to what a tenant says now, with the reading credential; `undefined` when no source is that tenant. */
  readonly live?: (tenant: string) => Promise<Pick<LookParts, "roles" | "current"> | undefined>;
  /** Shared Signals, as far as they are configured. */
  readonly signals?: { readonly transmitter: Transmitter; readonly inbox: Inbox | undefined } | undefined;
  /** Milliseconds UTC. */
  readonly now: () => number;
  readonly version: string;
  /** Figures of others that shall be told with the server's own. */
  readonly metrics: Metrics;
  /** Traces requests, when that is configured. */
  readonly tracer?: Tracer | undefined;
  /** Is told of what should not happen, and of what is refused for want of a store. No secret is in it. */
  readonly trouble: (what: { readonly route: string; readonly error: unknown }) => void;
}
