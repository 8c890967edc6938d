import type { Envelope } from "../event/envelope.ts";
import { Context } from "./context.ts";
import { footingOf, type From } from "./footing.ts";
import type { Memory } from "./memory.ts";
import { Session } from "./session.ts";

const PREFIX = "token:";

/**
 * The session that an API token is. Nobody signs in with a token: what it was first seen with is what it is compared
 * with, and it has a history of its own, because what its owner does in a browser says nothing about it. A token that
 * rested for longer than sessions are kept goes on from where it was last seen without doubt.
 */
export function sessionOfToken(memory: Memory, event: Envelope, from: From): Session {
  const key = `${PREFIX}${event.token}`;
  const known = memory.registry.get(key);
  if (known !== undefined) return known;
  const owner = memory.person(event.tenant, key, { id: event.actorId, name: event.actorName });
  const before = owner.lastSettled;
  const context =
    before === undefined
      ? new Context(0, footingOf(owner, event, from), event)
      : new Context(0, before, { time: owner.lastSeen, uid: event.uid });
  const session = new Session(key, owner, context);
  session.note("started");
  session.note("judged");
  memory.registry.set(key, session, event.time);
  memory.teacher.arrive(owner, context, event);
  return session;
}

/** The API token that a session is, or `""`. */
export function tokenOf({ key }: Pick<Session, "key">): string {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : "";
}
