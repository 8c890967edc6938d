import { TIME_BOUNDS } from "@nightlatch/core";

/** An event that somebody told us, as plain data. Times are milliseconds UTC. */
export interface ReceivedEvent {
  readonly iss: string;
  readonly jti: string;
  /** Events of one cause share it; `""` when it is not given. */
  readonly txn: string;
  readonly type: string;
  /** When it was told, and when it happened; `undefined` when that is not said. */
  readonly issued: number;
  readonly happened: number | undefined;
  /** In the format in which it came. */
  readonly subject: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Why a token is refused, in the words that RFC 8935 gives a receiver (2.4) and SSF adds. */
export interface SetProblem {
  readonly err:
    | "invalid_request"
    | "invalid_key"
    | "invalid_issuer"
    | "invalid_audience"
    | "authentication_failed"
    | "invalid_state";
  readonly description: string;
  /** Whether it may work later: to be answered with a status that asks for another try. */
  readonly again: boolean;
}

type Plain = Readonly<Record<string, unknown>>;

/**
 * The event in the claims of a token whose signature, issuer and audience were checked. Older transmitters put the
 * subject into the event; Okta's and the specification's own examples give event_timestamp in milliseconds.
 */
export function readSet(payload: Plain): ReceivedEvent | SetProblem {
  if ("sub" in payload || "exp" in payload) return refused("A security event token has no sub and no exp (SSF 1.0)");
  const { iss, jti, iat, txn, events } = payload;
  if (typeof iss !== "string" || typeof jti !== "string" || jti === "" || typeof iat !== "number")
    return refused("iss, jti and iat are wanted");
  const issued = milliseconds(iat);
  if (issued === undefined) return refused("iat is no time that can be");
  const named = isPlain(events) ? Object.entries(events) : [];
  const [only] = named;
  if (only === undefined || named.length !== 1 || !isPlain(only[1]))
    return refused(`Exactly one event is wanted, ${named.length} are there`);
  const [type, body] = only;
  const { subject: inside, ...claims } = body;
  const subject = payload["sub_id"] ?? inside;
  if (!isPlain(subject)) return refused("A subject is wanted, as sub_id");
  const happened = claims["event_timestamp"];
  return {
    iss,
    jti,
    txn: typeof txn === "string" || typeof txn === "number" ? String(txn) : "",
    type,
    issued,
    happened: typeof happened === "number" ? milliseconds(happened) : undefined,
    subject,
    claims,
  };
}

export function refused(description: string, err: SetProblem["err"] = "invalid_request"): SetProblem {
  return { err, description, again: false };
}

export function isRefused(value: ReceivedEvent | SetProblem): value is SetProblem {
  return "err" in value;
}

/** Seconds after the year 5138 are milliseconds after 1973; `undefined` for a time that no event can have. */
function milliseconds(time: number): number | undefined {
  const at = Math.round(time > 1e11 ? time : time * 1000);
  return at >= TIME_BOUNDS.from && at < TIME_BOUNDS.to ? at : undefined;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
