import type { EventHook } from "../organisation/entities.ts";
import type { LoggedEvent } from "../organisation/log.ts";
import type { Organisation } from "../organisation/organisation.ts";

/** Verifies a hook as Okta does: one GET with a challenge that has to come back. */
export async function verifyHook(org: Organisation, hook: EventHook): Promise<boolean> {
  const challenge = org.chance.hex(40);
  const answer = await fetch(hook.uri, {
    headers: { authorization: hook.authorization, "x-okta-verification-challenge": challenge },
    signal: AbortSignal.timeout(3000),
  }).catch(() => undefined);
  const body = (await answer?.json().catch(() => ({}))) as { readonly verification?: string } | undefined;
  hook.verified = answer?.status === 200 && body?.verification === challenge;
  return hook.verified;
}

/** Delivers events to verified hooks as they are stored; once more when the first try fails. Stops with what it returns. */
export function deliver(org: Organisation): () => void {
  return org.log.onEvent((event) => {
    for (const hook of org.hooks.values())
      if (hook.verified && hook.types.includes(String(event.record["eventType"]))) void send(org, hook, event);
  });
}

async function send(org: Organisation, hook: EventHook, event: LoggedEvent): Promise<void> {
  const body = JSON.stringify({
    eventType: "com.okta.event_hook",
    eventTypeVersion: "1.0",
    cloudEventsVersion: "0.1",
    source: `https://drill.example.com/api/v1/eventHooks/${hook.id}`,
    eventId: org.chance.uuid(),
    data: { events: [{ ...event.record, insertionTimestamp: new Date(event.stored).toISOString() }] },
    eventTime: new Date(event.time).toISOString(),
    contentType: "application/json",
  });
  for (let attempt = 0; attempt < 2; attempt++) {
    const answer = await fetch(hook.uri, {
      method: "POST",
      headers: { authorization: hook.authorization, "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(3000),
    }).catch(() => undefined);
    if (answer !== undefined && answer.status < 500) return;
  }
}
