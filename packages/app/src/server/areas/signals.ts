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
} from "@nightlatch/client";
import { deadSignals, poll, reviveSignals, type Transmitter } from "../../signals/index.ts";
import { readBytes } from "../http/read-body.ts";
import { HEADERS, Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { utc } from "./rfc3339.ts";

/**
 * Shared Signals (SSF 1.0): streams of our events, each of the token that made it, and events that others push. Metadata
 * and keys are for everybody; what is pushed to us proves itself by its signature.
 */
export function addSignals(routes: Routes, parts: ServerParts): void {
  const { state, now, signals } = parts;
  const from = (): Transmitter => {
    if (signals?.transmitter === undefined)
      throw new Refusal("NL-API-MISSING", "Shared signals are not configured (`signals:`)");
    return signals.transmitter;
  };

  routes.open(signalMetadata, () => Promise.resolve(json(from().metadata())));
  routes.open(signalKeys, async () => json(await from().jwks()));
  routes.json(createStream, (asked, caller) => from().create(asked, caller.id));
  routes.json(readStreams, ({ stream_id: id }, caller) =>
    id === undefined ? from().list(caller.id) : from().read(id, caller.id),
  );
  routes.json(updateStream, ({ stream_id: id, ...asked }, caller) => from().update(id, asked, caller.id));
  routes.json(replaceStream, ({ stream_id: id, ...asked }, caller) => from().replace(id, asked, caller.id));
  routes.raw(deleteStream, async ({ stream_id: id }, _, caller) => {
    await from().remove(id, caller.id);
    return empty(204);
  });
  routes.json(readStreamStatus, ({ stream_id: id }, caller) => from().status(id, caller.id));
  routes.json(setStreamStatus, ({ stream_id: id, status, reason }, caller) =>
    from().setStatus(id, { status, reason }, caller.id),
  );
  routes.raw(verifyStream, async ({ stream_id: id, state: echoed }, _, caller) => {
    await from().verify(id, caller.id, echoed);
    return empty(204);
  });
  routes.json(pollStream, ({ stream_id: id, ...asked }, caller) => {
    from();
    return poll(state, { id, owner: caller.id }, asked);
  });

  routes.open(receiveSignal, async (context) => {
    const inbox = signals?.inbox;
    if (inbox === undefined) throw new Refusal("NL-API-MISSING", "No issuer of signals is configured");
    if (!/^application\/secevent\+jwt(?:\s*;.*)?$/i.test(context.req.header("content-type") ?? ""))
      throw new Refusal("NL-API-MEDIA", "A body of the type application/secevent+jwt is wanted");
    const bytes = await readBytes(context.req.raw, receiveSignal.bytes ?? 0);
    const authorization = context.req.header("authorization") ?? "";
    const taken = await inbox.take(Buffer.from(bytes).toString("latin1").trim(), authorization);
    if (taken.kind === "taken") return empty(202);
    const { err, description, again } = taken.problem;
    if (again) throw new Refusal("NL-API-BUSY", description, { headers: { "retry-after": "30" } });
    return json({ err, description }, 400);
  });

  routes.json(listDeadSignals, async () => ({
    items: (await deadSignals(state)).map((one) => ({ ...one, created: utc(one.created) })),
  }));
  routes.json(reviveDeadSignals, async () => ({ revived: await reviveSignals(state, now()) }));
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...HEADERS, "content-type": "application/json" } });
}

function empty(status: 202 | 204): Response {
  return new Response(null, { status, headers: HEADERS });
}
