import { isProblem, readOkta } from "@nightlatch/core";
import type { NewEvent } from "./event-store.ts";

/** A sign-in, as much of it as the store looks at. */
export function record(uid: string, time: number, over: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    uuid: uid,
    published: new Date(time).toISOString(),
    eventType: "user.session.start",
    actor: { id: "00u1", type: "User", alternateId: "jo@example.com", displayName: "Jo" },
    client: { ipAddress: "192.0.2.1" },
    authenticationContext: { externalSessionId: "idx1" },
    outcome: { result: "SUCCESS" },
    target: [{ id: "0oa1", type: "AppInstance", alternateId: "it's", displayName: "a\tb" }],
    ...over,
  });
}

/** The record as it goes into the store. */
export function event(
  raw: string | Uint8Array,
  options: { readonly tenant?: string; readonly received?: number } = {},
): NewEvent {
  const bytes = typeof raw === "string" ? Buffer.from(raw) : raw;
  const at = { file: "", line: 1, offset: 0, length: bytes.length };
  const envelope = readOkta(JSON.parse(Buffer.from(bytes).toString("utf8")), { tenant: options.tenant ?? "acme", at });
  if (isProblem(envelope)) throw new Error(envelope.reason);
  return { envelope, raw: bytes, received: options.received ?? Date.UTC(2026, 0, 6) };
}
