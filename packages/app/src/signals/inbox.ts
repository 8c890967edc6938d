import { createRemoteJWKSet, customFetch, decodeJwt, errors, type JWTVerifyGetKey } from "jose";
import { type Finding, signalEnvelope, signalFinding, type SignalRecord } from "@nightlatch/core";
import type { EventStore } from "../store/events/index.ts";
import type { StateStore } from "../store/state/index.ts";
import type { ReceivedEvent, SetProblem } from "./read-set.ts";
import { Receiver, type Trust } from "./receiver.ts";
import { userIn } from "./subject-user.ts";

/** An issuer whose events are taken. */
export interface TrustedIssuer extends Omit<Trust, "keys"> {
  /** Whose events they become. */
  readonly tenant: string;
  /** Where its keys are; https, or this machine. */
  readonly jwks: string;
  /** What the issuer shows with a push, when it was told to. */
  readonly authorization?: string | undefined;
}

export interface InboxParts {
  readonly state: StateStore;
  readonly events: EventStore;
  readonly issuers: readonly TrustedIssuer[];
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Makes a finding known. */
  readonly publish: (findings: readonly Finding[]) => Promise<void>;
}

/** What became of a push: taken (RFC 8935, 2.2), or refused. */
export type Taken = { readonly kind: "taken" } | { readonly kind: "refused"; readonly problem: SetProblem };

const MOST_KEYS = 256 * 1024;
const PATIENCE = 5_000;

/**
 * Takes signed events that others push (RFC 8935). An event is in the store, as an event of the tenant, before it is
 * acknowledged; what it claims about a user becomes a finding.
 */
export class Inbox {
  readonly #parts: InboxParts;
  readonly #receivers: ReadonlyMap<string, { readonly receiver: Receiver; readonly issuer: TrustedIssuer }>;

  constructor(parts: InboxParts) {
    this.#parts = parts;
    this.#receivers = new Map(
      parts.issuers.map((issuer) => [
        issuer.issuer,
        { issuer, receiver: new Receiver(parts.state, { ...issuer, keys: keysAt(issuer.jwks) }) },
      ]),
    );
  }

  /** Takes one pushed token; `authorization` is the header that came with it. Throws what the stores throw. */
  async take(token: string, authorization: string): Promise<Taken> {
    const { now } = this.#parts;
    const found = this.#receivers.get(issuerIn(token));
    if (found === undefined) return refuse("invalid_issuer", "Events of this issuer are not taken");
    const { receiver, issuer } = found;
    if (issuer.authorization !== undefined && issuer.authorization !== authorization)
      return refuse("authentication_failed", "The authorization header is not the one that was agreed");
    const received = now();
    let finding: Finding | undefined;
    const reception = await receiver.receive(
      token,
      async (_, event) => {
        finding = await this.#keep(event, { token, tenant: issuer.tenant, received });
      },
      received,
    );
    if (reception.kind === "refused") return reception;
    if (finding !== undefined) await this.#parts.publish([finding]);
    return { kind: "taken" };
  }

  /** Puts an event into the store. Doing it twice is as doing it once: it is named by issuer and jti. */
  async #keep(
    event: ReceivedEvent,
    { token, tenant, received }: { readonly token: string; readonly tenant: string; readonly received: number },
  ): Promise<Finding | undefined> {
    const { iss, jti, txn, type, issued, happened, claims, subject } = event;
    const user = await this.#known(tenant, userIn(subject));
    const record: SignalRecord = { iss, jti, txn, type, issued, happened, user, claims };
    // The token is what others can verify; the rest is what it says.
    const raw = Buffer.from(JSON.stringify({ token, ...event, user }));
    const envelope = signalEnvelope(record, tenant, raw.length);
    await this.#parts.events.append([{ envelope, raw, received }]);
    return signalFinding(envelope);
  }

  /** The tenant's own id of a user who is told by an address. */
  async #known(tenant: string, { id, name }: SignalRecord["user"]): Promise<SignalRecord["user"]> {
    if (id !== "" || name === "") return { id, name };
    const [row] = await this.#parts.events.query(
      `SELECT actor_id AS id FROM events WHERE tenant = {tenant:String} AND actor_name = {name:String} AND actor_type = 'User'
       ORDER BY time DESC LIMIT 1`,
      { tenant, name },
    );
    return { id: row === undefined ? "" : String(row["id"]), name };
  }
}

function refuse(err: SetProblem["err"], description: string): Taken {
  return { kind: "refused", problem: { err, description, again: false } };
}

/** Who claims to have issued a token; `""` when it is none. Only to choose the keys by which it is checked. */
function issuerIn(token: string): string {
  try {
    const { iss } = decodeJwt(token);
    return typeof iss === "string" ? iss : "";
  } catch {
    return "";
  }
}

/** Keys at an address: no redirects, bounded in time and size. */
function keysAt(url: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(url), {
    timeoutDuration: PATIENCE,
    [customFetch]: async (address, options) => {
      const answer = await fetch(address, { ...options, redirect: "error" }).catch(() => undefined);
      // Another try may find them.
      if (answer?.status !== 200) throw new errors.JWKSTimeout();
      const length = Number(answer.headers.get("content-length") ?? 0);
      const body = length > MOST_KEYS ? new ArrayBuffer(0) : await answer.arrayBuffer();
      if (length > MOST_KEYS || body.byteLength > MOST_KEYS) throw new errors.JWKSInvalid("The key set is too long");
      return new Response(body, { headers: { "content-type": "application/json" } });
    },
  });
}
